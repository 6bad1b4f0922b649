import { sentimentEn } from "@unroll/model-sentiment-en";
import { render } from "lit-html";
import { afterCalm } from "../../shell/after-calm.ts";
import type { Shell } from "../../shell/page.ts";
import { messageOf, Problem } from "../../shell/problem.ts";
import { newest } from "../../worker/newest.ts";
import { type Reader, readText } from "./read-text.ts";
import { inWords, type Reading } from "./reading.ts";
import { examples, sentimentView } from "./view.ts";
import "./sentiment.css";

/** Short enough to answer while one types, long enough to let a fast typist finish a letter or two. */
const TYPING_CALM_MS = 40;
const WAIT_BEFORE_BUSY_MS = 200;

/** A text field, and what the model says of the text. The address keeps the text as `text`. */
export async function open(shell: Shell): Promise<void> {
  let reader: Reader | undefined;
  let text = "";
  let reading: Reading | undefined;
  let busy = true;

  const view = sentimentView({
    type(typed) {
      text = typed;
      shell.replace(new URLSearchParams({ text }));
      readCalmly();
    },
    choose(example) {
      text = example;
      shell.push(new URLSearchParams({ text }));
      void read();
    },
  });
  const draw = () => render(view({ text, reading, busy }), shell.root);
  const readCalmly = afterCalm(TYPING_CALM_MS, () => void read());
  const readNewest = newest(shell.signal, async (signal, reader: Reader, text: string) =>
    isBlank(text) ? undefined : await readText(reader, text, signal),
  );
  const showBusy = afterCalm(WAIT_BEFORE_BUSY_MS, () => {
    busy = true;
    shell.status("Reading …");
    draw();
  });

  shell.follow((settings) => {
    text = settings.get("text") ?? examples[0];
    void read();
  });
  reader = await shell.pipeline("sentiment-analysis", sentimentEn);
  await read();

  async function read(): Promise<void> {
    draw();
    if (reader === undefined) return;
    if (isBlank(text)) settle(undefined, "Type a sentence, or take an example.");
    else showBusy();
    try {
      const newestReading = await readNewest(reader, text);
      if (newestReading === undefined) return;
      settle(newestReading, timing(newestReading));
      shell.announce(inWords(newestReading.answer));
    } catch (error) {
      settle(undefined, "No answer");
      shell.problem(
        new Problem({ title: "This text could not be read", message: messageOf(error) }),
      );
    }
  }

  function settle(settled: Reading | undefined, status: string): void {
    showBusy.cancel();
    busy = false;
    reading = settled;
    shell.status(status);
    shell.problem(undefined);
    draw();
  }
}

function timing({ words, wordCount, milliseconds }: Reading): string {
  const readings = words.length + (wordCount > words.length ? 1 : 0);
  const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
  return `${readings} ${readings === 1 ? "reading" : "readings"} in ${time} ms`;
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
