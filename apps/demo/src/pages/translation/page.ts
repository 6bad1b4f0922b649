import { render } from "lit-html";
import { afterCalm } from "../../shell/after-calm.ts";
import type { Shell } from "../../shell/page.ts";
import { messageOf, Problem } from "../../shell/problem.ts";
import { newest } from "../../worker/newest.ts";
import { examplesIn, inLanguage } from "./examples.ts";
import { type Direction, directions } from "./models.ts";
import { type TextInWork, type Translator, translateText, writtenText } from "./translate-text.ts";
import { MAX_BEAMS, translationView } from "./view.ts";
import "./translation.css";

/** Long enough to let a fast typist finish a word. */
const TYPING_CALM_MS = 120;
const WAIT_BEFORE_BUSY_MS = 200;
const DEFAULT_BEAMS = 4;
/** A screen reader is told a translation that is no longer than this. */
const MOST_SPOKEN = 500;

/** A text, its translation as it is written, and what was looked at. The address keeps text, model and beams. */
export async function open(shell: Shell): Promise<void> {
  let text = "";
  let direction: Direction = directions[0];
  let numBeams = DEFAULT_BEAMS;
  let work: TextInWork | undefined;
  /** The model and the beams that `work` is made with. */
  let madeWith = "";
  let busy = true;
  let [sentence, candidate] = [0, 0];
  let isLoaded = false;

  const view = translationView({
    type(typed) {
      text = typed;
      outdate();
    },
    chooseExample(example) {
      text = example;
      sentence = 0;
      shell.push(settings());
      void update();
    },
    chooseDirection(name) {
      const before = direction;
      direction = directionOf(name);
      text = inLanguage(text, before.source, direction.source);
      work = undefined;
      shell.push(settings());
      void update();
    },
    chooseBeams(chosen) {
      numBeams = chosen;
      outdate();
    },
    chooseSentence(place) {
      [sentence, candidate] = [place, 0];
      draw();
    },
    chooseCandidate(place) {
      candidate = place;
      draw();
    },
    redraw: () => draw(),
  });
  const draw = () =>
    render(view({ text, direction, numBeams, work, busy, sentence, candidate }), shell.root);
  const drawSoon = oncePerFrame(draw);
  const updateCalmly = afterCalm(TYPING_CALM_MS, () => void update());

  const translators = new Map<Direction, Promise<Translator>>();
  const translateNewest = newest(shell.signal, async (signal) => {
    const how = `${direction.name} ${numBeams}`;
    const options = { language: direction.source, numBeams, signal };
    const translator = await translatorFor(direction);
    signal.throwIfAborted();
    const started = performance.now();
    const done = await translateText(translator, text, {
      ...options,
      before: how === madeWith ? work : undefined,
      onChange(changed) {
        work = changed;
        madeWith = how;
        sentence = Math.max(0, Math.min(sentence, changed.sentences.length - 1));
        if (performance.now() - started > WAIT_BEFORE_BUSY_MS) shell.status(progress(changed));
        drawSoon();
      },
    });
    return { ...done, milliseconds: performance.now() - started };
  });

  shell.follow((settings) => {
    direction = directionOf(settings.get("model"));
    numBeams = beamsOf(settings.get("beams"));
    text = settings.get("text") ?? examplesIn(direction.source)[0] ?? "";
    draw();
    if (isLoaded) void update();
  });
  await translatorFor(direction);
  isLoaded = true;
  await update();

  /** What is shown is no longer what is asked for, and will be once that rests. */
  function outdate(): void {
    busy = true;
    shell.replace(settings());
    updateCalmly();
    draw();
  }

  async function update(): Promise<void> {
    updateCalmly.cancel();
    busy = true;
    candidate = 0;
    draw();
    try {
      const done = await translateNewest();
      if (done === undefined) return;
      settle(text.trim() === "" ? "Type a text, or take an example." : timing(done));
      shell.problem(undefined);
      if (work) shell.announce(spoken(work));
    } catch (error) {
      work = undefined;
      settle("No translation");
      shell.problem(
        error instanceof Problem
          ? error
          : new Problem({
              title: "This text could not be translated",
              message: messageOf(error),
            }),
      );
    }
  }

  function settle(status: string): void {
    busy = false;
    shell.status(status);
    draw();
  }

  function translatorFor(direction: Direction): Promise<Translator> {
    const known = translators.get(direction);
    if (known) return known;
    const loading = shell.pipeline("translation", direction.model);
    translators.set(direction, loading);
    // The next time it is asked for may have more luck.
    loading.catch(() => translators.delete(direction));
    return loading;
  }

  function settings(): URLSearchParams {
    return new URLSearchParams({
      text,
      ...(direction !== directions[0] && { model: direction.name }),
      ...(numBeams !== DEFAULT_BEAMS && { beams: String(numBeams) }),
    });
  }
}

function directionOf(name: string | null): Direction {
  return directions.find((direction) => direction.name === name) ?? directions[0];
}

function beamsOf(text: string | null): number {
  const numBeams = Number(text);
  return Number.isInteger(numBeams) && numBeams >= 1 && numBeams <= MAX_BEAMS
    ? numBeams
    : DEFAULT_BEAMS;
}

function progress({ sentences }: TextInWork): string {
  const done = sentences.filter(({ done }) => done).length;
  return sentences.length === 1
    ? "Translating …"
    : `Translating … ${done} of ${sentences.length} sentences`;
}

function timing(done: { sentences: number; tokens: number; milliseconds: number }): string {
  const { sentences, tokens, milliseconds } = done;
  if (sentences === 0) return "Ready";
  const count = sentences === 1 ? "" : `${sentences} sentences, `;
  return `${count}${tokens} tokens in ${milliseconds.toFixed(0)} ms`;
}

function spoken(work: TextInWork): string {
  const translation = writtenText(work);
  return translation.length <= MOST_SPOKEN
    ? translation
    : `${work.sentences.length} sentences are translated.`;
}

function oncePerFrame(action: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      action();
    });
  };
}
