import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Mode } from "./modes.ts";

const STEP = 44;
const SIZE = 24;

/** A mode unrolled over time: inputs below, cells, outputs above. */
export function diagram({ name, inputs, outputs }: Mode): TemplateResult {
  const steps = Array.from(inputs, (input, t) => ({
    input,
    output: outputs[t],
    x: t * STEP + SIZE / 2 + 2,
  }));
  return html`
    <svg class="diagram" viewBox="0 0 ${5 * STEP} 116" role="img" aria-label=${`${name}, unrolled over time`}>
      ${steps.map(
        ({ input, output, x }, t) => svg`
          ${t > 0 ? svg`<path class="arrow" d="M${x - STEP + SIZE / 2} 58h${STEP - SIZE}m-5 -4l5 4l-5 4" />` : nothing}
          <rect class="cell" x=${x - SIZE / 2} y="46" width=${SIZE} height=${SIZE} rx="5" />
          ${input === "x" ? svg`<path class="arrow" d="M${x} 94v-24m-4 5l4 -5l4 5" /><circle class="input" cx=${x} cy="102" r="8" />` : nothing}
          ${output === "x" ? svg`<path class="arrow" d="M${x} 46v-24m-4 5l4 -5l4 5" /><circle class="output" cx=${x} cy="14" r="8" />` : nothing}
        `,
      )}
    </svg>
  `;
}
