import { byId } from "../page/by-id.ts";

/** The first one stands in the field when the page opens. */
export const examples = [
  "That movie is awful",
  "A warm, funny and beautifully acted film",
  "I expected little and got a masterpiece",
  "The acting is good, but the story is a mess",
] as const;

/** A button for each example. */
export function showExamples(choose: (text: string) => void): void {
  const items = examples.map((text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => choose(text));
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  byId("examples", HTMLElement).replaceChildren(...items);
}
