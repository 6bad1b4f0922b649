// What a user writes: a model package, a backend, a question.
import { wasm } from "@unroll/backend-wasm";
import { useBackend } from "@unroll/core";
import { sentimentEn } from "@unroll/model-sentiment-en";
import { pipeline } from "@unroll/tasks";

export async function threeLines() {
  await useBackend(wasm());
  const judge = await pipeline("sentiment-analysis", { model: sentimentEn });
  return await judge.run("What a great story");
}
