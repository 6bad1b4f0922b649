import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { wordChart } from "./chart.ts";
import { percent, position, type Reading } from "./reading.ts";

/** The first one stands in the field when the page opens. */
export const examples = [
  "That movie is awful",
  "A warm, funny and beautifully acted film",
  "I expected little and got a masterpiece",
  "The acting is good, but the story is a mess",
] as const;

export interface SentimentState {
  text: string;
  /** Of the text, or of the one before while this one is being read. */
  reading: Reading | undefined;
  busy: boolean;
}

export interface SentimentActions {
  type(text: string): void;
  choose(example: string): void;
}

/** What the page looks like in a state. */
export function sentimentView(
  actions: SentimentActions,
): (state: SentimentState) => TemplateResult {
  const chart = wordChart();
  const type = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) actions.type(target.value);
  };
  return ({ text, reading, busy }) => html`
    <h1>Sentiment, word by word</h1>
    <p class="lead">
      A recurrent network reads your sentence, here in this tab, and says after every word whether it sounds
      positive or negative.
    </p>

    <section class="entry">
      <label for="text">Your sentence</label>
      <textarea id="text" rows="2" spellcheck="false" autocomplete="off" .value=${live(text)} @input=${type}></textarea>
      <ul class="examples" aria-label="Examples">
        ${examples.map(
          (example) =>
            html`<li><button type="button" @click=${() => actions.choose(example)}>${example}</button></li>`,
        )}
      </ul>
    </section>

    <section class="answer" aria-label="Answer" aria-busy=${busy}>
      ${verdict(reading)} ${chart(reading?.words ?? [])} ${reading ? note(reading) : nothing}
    </section>

    <section class="about">
      <h2>How it works</h2>
      <p>
        The network is an LSTM: it goes through the text one word at a time and keeps in its state what matters of
        the words so far. This one reads in both directions at once, so no answer can be carried over to the next
        word: each bar is a new reading, of the text up to and with the word below it.
      </p>
      <p>
        Nothing you type leaves this tab. The model learned from film reviews, so it is at its best on those.
      </p>
    </section>
  `;
}

/** The answer to the whole text: its label and score, and where that lies on the scale. */
function verdict(reading: Reading | undefined): TemplateResult {
  const answer = reading?.answer;
  return html`
    <div class="verdict" data-label=${answer?.label ?? nothing} .style=${position(answer)}>
      <p class="verdict-line">
        <span id="label" class="label">${answer?.label}</span>
        <span id="score" class="score">${answer && percent(answer.score)}</span>
      </p>
      <div class="scale" aria-hidden="true">
        <span class="scale-end">negative</span>
        <span class="track"><span class="marker"></span></span>
        <span class="scale-end">positive</span>
      </div>
    </div>
  `;
}

/** Says where the bars end, if the text goes on. */
function note({ words, wordCount }: Reading): TemplateResult | typeof nothing {
  if (wordCount === words.length) return nothing;
  return html`<p class="note">
    The answer is to all ${wordCount.toLocaleString("en")} words; the bars are those of the first ${words.length}.
  </p>`;
}
