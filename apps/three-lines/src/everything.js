import { threeLines } from "./three-lines.js";
import { trainStep } from "./train-step.js";

export async function everything() {
  return { answer: await threeLines(), ...(await trainStep()) };
}
