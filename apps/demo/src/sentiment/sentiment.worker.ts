/** The model's side of the page: it loads the pipeline and reads texts, the newest only. */
import { pipeline, type SentimentAnalysis } from "@unroll/tasks";
import type { Reply, Request } from "./protocol.ts";
import { readText } from "./read-text.ts";
import { startBackend } from "./start-backend.ts";

let analysis: SentimentAnalysis | undefined;
let newest = new AbortController();

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  switch (data.kind) {
    case "load":
      return void load(data.modelUrl);
    case "read":
      newest.abort();
      newest = new AbortController();
      return void read(data.id, data.text, newest.signal);
  }
});

async function load(modelUrl: string): Promise<void> {
  const started = performance.now();
  try {
    const backend = await startBackend();
    analysis = await pipeline("sentiment-analysis", { model: modelUrl });
    reply({ kind: "ready", backend, milliseconds: performance.now() - started });
  } catch (error) {
    reply({ kind: "unavailable", message: messageOf(error) });
  }
}

async function read(id: number, text: string, signal: AbortSignal): Promise<void> {
  // Texts that arrived while the last one was read come first: only the newest of them is read.
  await new Promise((resolve) => setTimeout(resolve));
  if (signal.aborted || analysis === undefined) return;
  try {
    reply({ kind: "read", id, reading: await readText(analysis, text, signal) });
  } catch (error) {
    if (!signal.aborted) reply({ kind: "unread", id, message: messageOf(error) });
  }
}

function reply(message: Reply): void {
  self.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
