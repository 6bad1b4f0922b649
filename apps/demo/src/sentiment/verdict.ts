import type { LabelScore } from "@unroll/tasks";
import { byId } from "../page/by-id.ts";
import { leaning, percent } from "./reading.ts";

/** The answer to the whole text: its label and score, and where that lies on the scale. */
export function verdictView(): { show(answer: LabelScore): void; clear(): void } {
  const verdict = byId("verdict", HTMLElement);
  const label = byId("label", HTMLElement);
  const score = byId("score", HTMLElement);
  return {
    show(answer) {
      label.textContent = answer.label;
      score.textContent = percent(answer.score);
      verdict.dataset.label = answer.label;
      verdict.style.setProperty("--leaning", leaning(answer).toFixed(4));
    },
    clear() {
      label.textContent = "";
      score.textContent = "";
      delete verdict.dataset.label;
      verdict.style.setProperty("--leaning", "0");
    },
  };
}
