import { byId } from "../page/by-id.ts";
import { inWords, leaning, type WordAnswer } from "./reading.ts";

/** More words than these get lower bars. */
const FEW_WORDS = 30;

/**
 * One bar a word, up for positive and down for negative, the words below them like running text.
 * Each is a button that shows its figure; Tab reaches one of them, the arrow keys the others.
 */
export function wordChart(): { show(words: readonly WordAnswer[]): void } {
  const list = byId("chart", HTMLOListElement);
  walkWithArrowKeys(list);
  return {
    show(words) {
      list.classList.toggle("low", words.length > FEW_WORDS);
      while (list.children.length > words.length) list.lastElementChild?.remove();
      // Bars stay the same elements while text is typed, so that they move from value to value.
      words.forEach((word, index) => {
        const button = list.children[index]?.firstElementChild ?? addBar(list);
        if (button instanceof HTMLButtonElement) fillBar(button, word);
      });
      if (list.querySelector('button[tabindex="0"]') === null) {
        list.querySelector("button")?.setAttribute("tabindex", "0");
      }
    },
  };
}

function addBar(list: HTMLOListElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  // "plot" holds the bar, "word" the word; "figure" shows on hover and focus.
  for (const name of ["plot", "word", "figure"]) {
    const part = document.createElement("span");
    part.className = name;
    button.append(part, " ");
  }
  const item = document.createElement("li");
  item.append(button);
  list.append(item);
  return button;
}

function fillBar(button: HTMLButtonElement, answer: WordAnswer): void {
  const [, word, figure] = button.children;
  if (word) word.textContent = answer.word;
  if (figure) figure.textContent = inWords(answer);
  button.dataset.label = answer.label;
  button.style.setProperty("--leaning", leaning(answer).toFixed(4));
}

function walkWithArrowKeys(list: HTMLOListElement): void {
  list.addEventListener("focusin", ({ target }) => {
    for (const button of list.querySelectorAll("button")) {
      button.tabIndex = button === target ? 0 : -1;
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
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
  });
}
