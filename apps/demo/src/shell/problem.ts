import { html, nothing, render } from "lit-html";
import { byId } from "./by-id.ts";

/** What went wrong, why, and what to do. */
export interface ProblemOptions {
  title: string;
  message: string;
  advice?: string;
}

/** What went wrong, said to a user. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly title: string;
  readonly advice: string | undefined;

  constructor({ title, message, advice }: ProblemOptions) {
    super(message);
    this.title = title;
    this.advice = advice;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Shows what went wrong, with a button where trying again may help; undefined hides it. */
export function showProblem(problem: Problem | undefined, retry?: () => void): void {
  const panel = byId("problem", HTMLElement);
  panel.hidden = problem === undefined;
  render(
    problem === undefined
      ? nothing
      : html`<h2>${problem.title}</h2>
          <p>${problem.message}</p>
          ${problem.advice ? html`<p>${problem.advice}</p>` : nothing}
          ${retry ? html`<button type="button" @click=${retry}>Try again</button>` : nothing}`,
    panel,
  );
}
