import { html, type TemplateResult } from "lit-html";
import { inWords, position, type WordAnswer } from "./reading.ts";

/** More words than these get lower bars. */
const FEW_WORDS = 30;

/**
 * One bar a word, up for positive and down for negative, the words below them like running text. Each is a
 * button that shows its figure; Tab reaches one of them, the arrow keys the others. Bars stay the same
 * elements while text is typed, so that they move from value to value.
 */
export function wordChart(): (words: readonly WordAnswer[]) => TemplateResult {
  let tabStop = 0;

  function walk(event: KeyboardEvent): void {
    const buttons = buttonsOf(event);
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = buttons[steps[event.key] ?? -1];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  function moveTabStop(event: FocusEvent): void {
    buttonsOf(event).forEach((button, index) => {
      if (button === event.target) tabStop = index;
      button.tabIndex = button === event.target ? 0 : -1;
    });
  }

  return (words) => {
    tabStop = Math.min(tabStop, Math.max(0, words.length - 1));
    return html`
      <ol
        class=${words.length > FEW_WORDS ? "chart low" : "chart"}
        aria-label="The score after each word"
        @keydown=${walk}
        @focusin=${moveTabStop}
      >
        ${words.map((word, index) => bar(word, index === tabStop ? 0 : -1))}
      </ol>
    `;
  };
}

/** "plot" holds the bar; "figure" shows on hover and focus. */
function bar(answer: WordAnswer, tabIndex: number): TemplateResult {
  return html`<li>
    <button type="button" data-label=${answer.label} .tabIndex=${tabIndex} .style=${position(answer)}>
      <span class="plot"></span>
      <span class="word">${answer.word}</span>
      <span class="figure">${inWords(answer)}</span>
    </button>
  </li>`;
}

function buttonsOf({ currentTarget }: Event): HTMLButtonElement[] {
  return currentTarget instanceof Element ? [...currentTarget.querySelectorAll("button")] : [];
}
