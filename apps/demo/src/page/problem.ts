import { byId } from "./by-id.ts";

/** What went wrong, why, and what to do. */
export interface Problem {
  title: string;
  message: string;
  advice?: string;
  retry?: () => void;
}

/** The page's one place for what went wrong. */
export function problemPanel(): { show(problem: Problem): void; hide(): void } {
  const panel = byId("problem", HTMLElement);
  const title = byId("problem-title", HTMLElement);
  const message = byId("problem-message", HTMLElement);
  const advice = byId("problem-advice", HTMLElement);
  const button = byId("retry", HTMLButtonElement);
  return {
    show(problem) {
      title.textContent = problem.title;
      message.textContent = problem.message;
      advice.textContent = problem.advice ?? "";
      button.hidden = problem.retry === undefined;
      button.onclick = problem.retry ?? null;
      panel.hidden = false;
    },
    hide() {
      panel.hidden = true;
    },
  };
}
