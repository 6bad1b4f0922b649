import { expect, test } from "vitest";
import { ConfigError } from "../errors.ts";
import { adam, adamW } from "./adam.ts";
import { requireClipping } from "./clip.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

const refused: [string, () => unknown][] = [
  ["clip: globalNorm", () => requireClipping({ globalNorm: 0 })],
  ["clip: value", () => requireClipping({ value: Number.NaN })],
  ["sgd: learningRate", () => sgd({ learningRate: 0 })],
  ["sgd: momentum", () => sgd({ learningRate: 1, momentum: -0.1 })],
  ["sgd: momentum", () => sgd({ learningRate: 1, momentum: 1 })],
  ["sgd: weightDecay", () => sgd({ learningRate: 1, weightDecay: -1 })],
  ["rmsprop: learningRate", () => rmsprop({ learningRate: -1 })],
  ["rmsprop: epsilon", () => rmsprop({ epsilon: 0 })],
  ["rmsprop: alpha", () => rmsprop({ alpha: 1 })],
  ["rmsprop: alpha", () => rmsprop({ alpha: -0.1 })],
  ["rmsprop: momentum", () => rmsprop({ momentum: 1 })],
  ["rmsprop: momentum", () => rmsprop({ momentum: -0.1 })],
  ["rmsprop: weightDecay", () => rmsprop({ weightDecay: -1 })],
  ...[adam, adamW].flatMap((rule): [string, () => unknown][] => [
    [`${rule.name}: learningRate`, () => rule({ learningRate: Number.NaN })],
    [`${rule.name}: epsilon`, () => rule({ epsilon: 0 })],
    [`${rule.name}: beta1`, () => rule({ beta1: 1 })],
    [`${rule.name}: beta1`, () => rule({ beta1: -0.1 })],
    [`${rule.name}: beta2`, () => rule({ beta2: 1 })],
    [`${rule.name}: beta2`, () => rule({ beta2: -0.1 })],
    [`${rule.name}: weightDecay`, () => rule({ weightDecay: -1 })],
  ]),
];

test.each(refused)("%s out of its range is refused", (message, make) => {
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(`${message} must be`);
});

test("the ends of the ranges are allowed", () => {
  const none = { beta1: 0, beta2: 0, weightDecay: 0 };
  expect(sgd({ learningRate: 1, momentum: 0, weightDecay: 0 }).config).toMatchObject({
    momentum: 0,
  });
  expect(rmsprop({ alpha: 0, momentum: 0, weightDecay: 0 }).config).toMatchObject({ alpha: 0 });
  expect(adam(none).config).toMatchObject(none);
  expect(adamW(none).config).toMatchObject(none);
});
