import { expect, test } from "vitest";
import { isCurrentNode } from "./current-node.mjs";

test("runs in a Node of today", () => {
  expect(isCurrentNode()).toBe(true);
});
