import { afterCalm } from "../page/after-calm.ts";
import { byId } from "../page/by-id.ts";
import { problemPanel } from "../page/problem.ts";
import { wordChart } from "./chart.ts";
import { examples, showExamples } from "./examples.ts";
import { ModelWorker } from "./model-worker.ts";
import { inWords, type Reading } from "./reading.ts";
import { verdictView } from "./verdict.ts";

/** Short enough to answer while one types, long enough to let a fast typist finish a letter or two. */
const TYPING_CALM_MS = 40;
/** A screen reader hears the answer when typing has stopped, not after every letter. */
const SPEECH_CALM_MS = 900;
const WAIT_BEFORE_BUSY_MS = 200;

/** The sentiment page: a text field, and what the model says of the text. */
export function sentimentPage(): void {
  const field = byId("text", HTMLTextAreaElement);
  const answer = byId("answer", HTMLElement);
  const status = byId("status", HTMLElement);
  const backend = byId("backend", HTMLElement);
  const note = byId("chart-note", HTMLElement);
  const announcement = byId("announcement", HTMLElement);
  const verdict = verdictView();
  const chart = wordChart();
  const problem = problemPanel();
  let ready = false;
  let busy: ReturnType<typeof setTimeout> | undefined;

  const announce = afterCalm(SPEECH_CALM_MS, (text: string) => {
    announcement.textContent = text;
  });
  const settle = () => {
    clearTimeout(busy);
    answer.ariaBusy = "false";
  };
  const clear = (why: string) => {
    settle();
    verdict.clear();
    chart.show([]);
    note.hidden = true;
    status.textContent = why;
  };

  const model = new ModelWorker(new URL("models/sentiment-en/", document.baseURI).href, {
    ready({ name, reason }) {
      ready = true;
      backend.textContent = name;
      backend.title = reason ?? `The backend in use: ${name}`;
      backend.hidden = false;
      status.textContent = "Ready";
      read();
    },
    unavailable(message) {
      ready = false;
      clear("");
      answer.hidden = true;
      problem.show({
        title: "The model could not be loaded",
        message,
        advice: "Check that the server that gave you this page is still running, then try again.",
        retry: load,
      });
    },
    read(reading) {
      settle();
      problem.hide();
      verdict.show(reading.answer);
      chart.show(reading.words);
      showNote(note, reading);
      status.textContent = timing(reading);
      announce(inWords(reading.answer));
    },
    unread(message) {
      clear("No answer");
      problem.show({ title: "This text could not be read", message });
    },
  });

  function read(): void {
    if (!ready) return;
    if (field.value.trim() === "") {
      model.forget();
      problem.hide();
      clear("Type a sentence, or take an example.");
      return;
    }
    clearTimeout(busy);
    busy = setTimeout(() => {
      answer.ariaBusy = "true";
      status.textContent = "Reading …";
    }, WAIT_BEFORE_BUSY_MS);
    model.read(field.value);
  }

  function load(): void {
    problem.hide();
    answer.hidden = false;
    answer.ariaBusy = "true";
    status.textContent = "Loading the model …";
    model.load();
  }

  showExamples((text) => {
    field.value = text;
    read();
  });
  field.addEventListener("input", afterCalm(TYPING_CALM_MS, read));
  // A reload may bring back what was typed.
  field.value ||= examples[0];
  load();
}

function timing({ words, wordCount, milliseconds }: Reading): string {
  const readings = words.length + (wordCount > words.length ? 1 : 0);
  const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
  return `${number(readings)} ${readings === 1 ? "reading" : "readings"} in ${time} ms`;
}

function showNote(note: HTMLElement, { words, wordCount }: Reading): void {
  note.hidden = wordCount === words.length;
  note.textContent = `The answer is to all ${number(wordCount)} words; the bars are those of the first ${words.length}.`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
