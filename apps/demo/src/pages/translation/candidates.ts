import type { Candidate } from "@unroll/tasks";
import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

/** The translations that a search has found for a sentence, the best first. One is chosen. */
export function candidateList(
  candidates: readonly Candidate[],
  chosen: number,
  language: string,
  choose: (place: number) => void,
): TemplateResult {
  return html`
    <fieldset class="candidates">
      <legend>${candidates.length === 1 ? "The translation and its score" : `The ${candidates.length} best translations by score`}</legend>
      ${candidates.map(
        ({ text, score, finished }, place) => html`
          <label>
            <input
              type="radio"
              name="candidate"
              .checked=${live(place === chosen)}
              @change=${() => choose(place)}
            />
            <span class="candidate" lang=${language}>${text}${finished ? "" : " …"}</span>
            <span class="score">${score.toFixed(2).replace("-", "−")}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}
