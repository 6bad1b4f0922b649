import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { afterCalm } from "./after-calm.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("runs once it is calm, with the newest arguments", () => {
  const action = vi.fn();
  const call = afterCalm(40, action);
  call("a");
  vi.advanceTimersByTime(39);
  call("b");
  vi.advanceTimersByTime(39);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action.mock.calls).toEqual([["b"]]);
});

test("runs at once what waits, or never, when told so", () => {
  const action = vi.fn();
  const call = afterCalm(40, action);
  call.flush();
  call("a");
  call.flush();
  call("b");
  call.cancel();
  vi.runAllTimers();
  expect(action.mock.calls).toEqual([["a"]]);
});
