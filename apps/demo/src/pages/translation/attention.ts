import type { Candidate } from "@unroll/tasks";
import { html, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { tokenLabel } from "./token-label.ts";

/** A cell of the matrix: a token that was written, and one that was read. */
interface Pair {
  row: number;
  column: number;
}

/**
 * The attention of a translation: tokens that were read across, those that were written down, each cell the darker
 * the more was looked there. Pointing at a cell, or going to it with the keyboard, shows its two tokens and how much
 * it is; Tab reaches one cell, the arrow keys the others.
 *
 * @param redraw  draws the page again
 */
export function attentionMatrix(
  redraw: () => void,
): (sourceTokens: readonly string[], candidate: Candidate) => TemplateResult {
  let shown: Candidate | undefined;
  let hovered: Pair | undefined;
  let focused: Pair | undefined;
  let tabStop: Pair = { row: 0, column: 0 };

  const listeners = {
    hover(event: Event) {
      hovered = pairOf(event);
      redraw();
    },
    leave() {
      hovered = undefined;
      redraw();
    },
    focus(event: Event) {
      focused = pairOf(event);
      tabStop = focused ?? tabStop;
      redraw();
    },
    blur() {
      focused = undefined;
      redraw();
    },
  };

  return (sourceTokens, candidate) => {
    const { tokens, attention = [] } = candidate;
    if (candidate !== shown) {
      shown = candidate;
      hovered = undefined;
      tabStop = {
        row: Math.min(tabStop.row, tokens.length - 1),
        column: Math.min(tabStop.column, sourceTokens.length - 1),
      };
    }
    const pair = hovered ?? focused;
    return html`
      <figure class="attention">
        <figcaption>
          <h2 id="attention">What each token looked at</h2>
          <p class="pair">${pair ? inWords(pair, sourceTokens, candidate) : "Point at a cell, or go to it with Tab and the arrow keys."}</p>
        </figcaption>
        <div class="matrix">
          <table
            role="grid"
            aria-labelledby="attention"
            @pointerover=${listeners.hover}
            @pointerleave=${listeners.leave}
            @focusin=${listeners.focus}
            @focusout=${listeners.blur}
            @keydown=${walk}
          >
            <thead>
              <tr>
                <td></td>
                ${sourceTokens.map(
                  (token, column) =>
                    html`<th scope="col" ?data-lit=${column === pair?.column}><span>${tokenLabel(token)}</span></th>`,
                )}
              </tr>
            </thead>
            <tbody>
              ${tokens.map(
                (token, row) => html`<tr>
                  <th scope="row" ?data-lit=${row === pair?.row}>${tokenLabel(token)}</th>
                  ${cells(attention[row] as Float32Array, tabStop.row === row ? tabStop.column : undefined)}
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </figure>
    `;
  };
}

/** The cells of a row, drawn again only when they change: a long sentence has thousands. */
function cells(weights: Float32Array, tabStop: number | undefined): unknown {
  return guard([weights, tabStop], () =>
    Array.from(
      weights,
      (weight, column) => html`<td
        .tabIndex=${column === tabStop ? 0 : -1}
        .style=${`--weight: ${weight.toFixed(4)}`}
      ><span class="visually-hidden">${percent(weight)}</span></td>`,
    ),
  );
}

function inWords({ row, column }: Pair, source: readonly string[], candidate: Candidate): string {
  const { tokens, attention } = candidate;
  const weight = attention?.[row]?.[column] ?? 0;
  const [written, read] = [tokenLabel(tokens[row] ?? ""), tokenLabel(source[column] ?? "")];
  return `“${written}” looked at “${read}”: ${percent(weight)}`;
}

function percent(weight: number): string {
  return `${Math.round(100 * weight)}%`;
}

/** Whose cell an event is about; undefined for a header. */
function pairOf({ target }: Event): Pair | undefined {
  const cell = target instanceof Element ? target.closest<HTMLTableCellElement>("tbody td") : null;
  if (!(cell?.parentElement instanceof HTMLTableRowElement)) return undefined;
  return { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1 };
}

function walk(event: KeyboardEvent): void {
  const pair = pairOf(event);
  if (pair === undefined || !(event.currentTarget instanceof HTMLTableElement)) return;
  const { row, column } = pair;
  const rows = event.currentTarget.tBodies[0]?.rows;
  const last = (rows?.[row]?.cells.length ?? 0) - 2; // the first one is the header
  const whole = event.ctrlKey || event.metaKey;
  const steps: Record<string, Pair> = {
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    Home: { row: whole ? 0 : row, column: 0 },
    End: { row: whole ? (rows?.length ?? 0) - 1 : row, column: last },
  };
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  if (next.column >= 0) rows?.[next.row]?.cells[next.column + 1]?.focus();
}
