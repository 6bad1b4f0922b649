import { byId } from "./by-id.ts";

/** Lets the user choose light, dark or what the system says. public/theme.js applies the choice at once when
 *  the page loads, before anything is drawn. */
export function themeChoice(): void {
  const root = document.documentElement;
  const choice = byId("theme", HTMLSelectElement);
  choice.value = root.dataset.theme ?? "system";
  choice.addEventListener("change", () => {
    root.dataset.theme = choice.value;
    try {
      localStorage.setItem("theme", choice.value);
    } catch {
      // Where a browser keeps nothing, the choice holds as long as the page.
    }
  });
}
