import { readFileSync } from "node:fs";
import { memory } from "@tensorflow/tfjs-core";
import * as backendCpu from "@unroll/backend-cpu";
import * as core from "@unroll/core";
import { expect, test } from "vitest";
import * as tasks from "./index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const modules = { "@unroll/backend-cpu": backendCpu, "@unroll/core": core, "@unroll/tasks": tasks };

test("the example of the README runs and says what it promises", async () => {
  const example = /```ts\n(.*?)```/su.exec(readme)?.[1] as string;
  const body = example.replace(
    /^import (\{[^}]+\}) from ("[^"]+");$/gmu,
    "const $1 = modules[$2];",
  );
  const printed: unknown[][] = [];
  const run = new Function("modules", "console", `return (async () => { ${body} })()`);
  await run(modules, { log: (...values: unknown[]) => printed.push(values) });

  const [accuracy, confusion] = printed.find(([, second]) => typeof second === "object") ?? [];
  expect(accuracy).toBe(1);
  expect(confusion).toMatchObject({ negative: { negative: 2, positive: 0 } });
  const answers = printed.slice(printed.findIndex(([first]) => first === 1 && first === accuracy));
  expect(answers).toContainEqual([{ label: "positive", score: expect.any(Number) }]);
  expect(printed.at(-1)?.[0]).toBe("film");
  expect(memory().numTensors).toBe(0);
});
