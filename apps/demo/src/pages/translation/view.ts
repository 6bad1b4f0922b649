import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { attentionMatrix } from "./attention.ts";
import { candidateList } from "./candidates.ts";
import { examplesIn } from "./examples.ts";
import { type Direction, directions } from "./models.ts";
import type { Sentence, TextInWork } from "./translate-text.ts";

/** The widest search that can be asked for. */
export const MAX_BEAMS = 8;

export interface TranslationState {
  text: string;
  direction: Direction;
  numBeams: number;
  /** The translation of the text, as far as it has come; before that, of the text before it. */
  work: TextInWork | undefined;
  busy: boolean;
  /** What is looked at: a sentence of the text, and one of its translations. */
  sentence: number;
  candidate: number;
}

export interface TranslationActions {
  type(text: string): void;
  chooseExample(example: string): void;
  chooseDirection(name: string): void;
  chooseBeams(numBeams: number): void;
  chooseSentence(place: number): void;
  chooseCandidate(place: number): void;
  redraw(): void;
}

/** What the page looks like in a state. */
export function translationView(
  actions: TranslationActions,
): (state: TranslationState) => TemplateResult {
  const matrix = attentionMatrix(actions.redraw);
  /** Stays while the next one is under way, so that the page does not jump. */
  let lastDone: Sentence | undefined;

  function details({ work, sentence, candidate, direction }: TranslationState) {
    if (!work?.sentences.length) lastDone = undefined;
    const current = work?.sentences[sentence];
    if (current?.done) lastDone = current;
    const { candidates, sourceTokens } = lastDone?.done ?? {};
    const chosen = candidates?.[candidate] ?? candidates?.[0];
    if (!candidates || !sourceTokens || !chosen) return nothing;
    const place = candidates.indexOf(chosen);
    return html`
      ${candidateList(candidates, place, direction.target, actions.chooseCandidate)}
      ${matrix(sourceTokens, chosen)}
    `;
  }

  return (state) => html`
    <h1>Translation, token by token</h1>
    <p class="lead">
      A recurrent network reads your text and writes it in another language, here in this tab. With every token that
      it writes, it looks back at what it has read.
    </p>

    <section class="entry">
      <label for="text">Your text</label>
      <textarea
        id="text"
        rows="2"
        spellcheck="false"
        autocomplete="off"
        lang=${state.direction.source}
        .value=${live(state.text)}
        @input=${({ target }: Event) => target instanceof HTMLTextAreaElement && actions.type(target.value)}
      ></textarea>
      <ul class="examples" aria-label="Examples" lang=${state.direction.source}>
        ${examplesIn(state.direction.source).map(
          (example) =>
            html`<li><button type="button" @click=${() => actions.chooseExample(example)}>${example}</button></li>`,
        )}
      </ul>
      <div class="settings">${directionChoice(state, actions)} ${beams(state, actions)}</div>
    </section>

    <section class="answer" aria-label="Translation" aria-busy=${state.busy}>
      ${written(state, actions)} ${sentenceChoice(state, actions)} ${details(state)}
    </section>

    ${about}
  `;
}

function directionChoice(
  { direction }: TranslationState,
  actions: TranslationActions,
): TemplateResult | typeof nothing {
  if (directions.length === 1) return nothing;
  return html`<label
    >Model
    <select @change=${({ target }: Event) => target instanceof HTMLSelectElement && actions.chooseDirection(target.value)}>
      ${directions.map(
        ({ name, label }) =>
          html`<option value=${name} .selected=${live(name === direction.name)}>${label}</option>`,
      )}
    </select></label
  >`;
}

function beams({ numBeams }: TranslationState, actions: TranslationActions): TemplateResult {
  return html`<label
    >Beams
    <input
      type="range"
      min="1"
      max=${MAX_BEAMS}
      .value=${live(String(numBeams))}
      @input=${({ target }: Event) => target instanceof HTMLInputElement && actions.chooseBeams(target.valueAsNumber)}
    />
    <output>${numBeams}</output></label
  >`;
}

/** The translation. A click on a sentence chooses it, as the list below does. */
function written(
  { work, direction, sentence }: TranslationState,
  actions: TranslationActions,
): TemplateResult {
  const several = (work?.sentences.length ?? 0) > 1;
  // White space counts here: it is that of the text.
  return html`<p id="translation" class="translation" lang=${direction.target}>${work?.leading}${work?.sentences.map(
    ({ written, space }, place) =>
      html`<span ?data-chosen=${several && place === sentence} @click=${() => actions.chooseSentence(place)}>${written}</span>${space}`,
  )}</p>`;
}

function sentenceChoice(
  { work, sentence, direction }: TranslationState,
  actions: TranslationActions,
): TemplateResult | typeof nothing {
  const sentences = work?.sentences ?? [];
  if (sentences.length < 2) return nothing;
  return html`<label class="sentence"
    >Sentence
    <select
      lang=${direction.source}
      @change=${({ target }: Event) => target instanceof HTMLSelectElement && actions.chooseSentence(target.selectedIndex)}
    >
      ${sentences.map(
        ({ source }, place) =>
          html`<option .selected=${live(place === sentence)}>${place + 1}. ${source}</option>`,
      )}
    </select></label
  >`;
}

const about = html`
  <section class="about">
    <h2>How it works</h2>
    <p>
      This is the mode many to many: a sequence goes in, and another one comes out, of another length. The
      <em>encoder</em> is an LSTM that reads the sentence in both directions and leaves a vector for each token, a word
      or a piece of one. The <em>decoder</em> begins with what the encoder ended with, and writes one token after the
      other until it writes the end.
    </p>
    <p>
      One vector would have to hold all of the sentence, however long. <em>Attention</em> lets the decoder look it up
      instead: at each step it compares its state with every vector that the encoder left, and takes their mean, weighted
      by how well they fit. The matrix shows those weights; each row adds up to 100%.
    </p>
    <p>
      The likeliest token at each step does not make the likeliest sentence. <em>Beam search</em> keeps as many
      beginnings as there are beams, lets each go on with its best tokens, and keeps the best again. What all of them
      have in common is settled, and is shown at once. A score is the logarithm of a translation's probability, with
      longer ones helped a little: the closer to 0, the better.
    </p>
    <p>
      Nothing you type leaves this tab. The models learned from the short sentences of Tatoeba, so they are at their
      best on those.
    </p>
  </section>
`;
