import { expose, wrap } from "comlink";
import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { type Hosted, registerWire } from "./wire.ts";

registerWire();

interface RunOptions {
  signal?: AbortSignal;
  onToken?: (token: string) => void;
  beams?: number;
}

/** What a pipeline may be like. */
class Captions {
  readonly size = 3;
  disposed = false;
  cancelled = 0;

  async run(image: Uint8Array, options?: RunOptions): Promise<string>;
  async run(images: Uint8Array[], options?: RunOptions): Promise<string[]>;
  async run(input: Uint8Array | Uint8Array[], { onToken, beams = 1 }: RunOptions = {}) {
    for (const token of ["a", "dog"]) onToken?.(token);
    return Array.isArray(input) ? input.map(({ length }) => `${length}`) : `a dog, ${beams}`;
  }

  /** Works until it is cancelled. */
  async wait({ signal }: { signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    this.cancelled += 1;
    signal.throwIfAborted();
  }

  session(): Session {
    return new Session();
  }

  fail(): Promise<void> {
    return Promise.reject(new RangeError("Captions: too long."));
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** What it may give that is live in turn. */
class Session {
  #sum = 0;

  step(x: number): number {
    this.#sum += x;
    return this.#sum;
  }

  dispose(): void {
    this.#sum = Number.NaN;
  }
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** The other side has one thing: it makes captions. */
async function host() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const captions = new Captions();
  expose({ open: () => captions }, port1);
  port2.start();
  const remote = wrap(port2) as unknown as { open(): Promise<Hosted<Captions>> };
  return { captions, hosted: await remote.open() };
}

describe("what is live over there", () => {
  test("is called as here, overloads and all", async () => {
    const { hosted } = await host();
    const one = await hosted.run(new Uint8Array(2));
    const several = await hosted.run([new Uint8Array(2), new Uint8Array(3)]);
    expectTypeOf(one).toEqualTypeOf<string>();
    expectTypeOf(several).toEqualTypeOf<string[]>();
    expect([one, several]).toEqual(["a dog, 1", ["2", "3"]]);
  });

  test("is its methods alone, and answers in promises", () => {
    expectTypeOf<keyof Hosted<Captions>>().toEqualTypeOf<
      "run" | "wait" | "session" | "fail" | "dispose"
    >();
    expectTypeOf<Hosted<Captions>["dispose"]>().toEqualTypeOf<() => Promise<void>>();
  });

  test("gives what is live too", async () => {
    const { hosted } = await host();
    const session = await hosted.session();
    expect(await session.step(2)).toBe(2);
    expect(await session.step(3)).toBe(5);
    await session.dispose();
    expect(await session.step(1)).toBeNaN();
  });

  test("is disposed from here", async () => {
    const { captions, hosted } = await host();
    await hosted.dispose();
    expect(captions.disposed).toBe(true);
  });

  test("fails with its message", async () => {
    const { hosted } = await host();
    await expect(hosted.fail()).rejects.toThrow("Captions: too long.");
  });
});

describe("options", () => {
  test("call back while the work goes on, beside plain ones", async () => {
    const { hosted } = await host();
    const tokens: string[] = [];
    const options = { onToken: (token: string) => tokens.push(token), beams: 4 };
    expect(await hosted.run(new Uint8Array(1), options)).toBe("a dog, 4");
    await vi.waitFor(() => expect(tokens).toEqual(["a", "dog"]));
  });

  test("cancel the work that is under way", async () => {
    const { captions, hosted } = await host();
    const controller = new AbortController();
    const waiting = expect(hosted.wait({ signal: controller.signal })).rejects.toThrow("aborted");
    controller.abort();
    await waiting;
    expect(captions.cancelled).toBe(1);
  });

  test("that are cancelled already cancel before the work begins", async () => {
    const { captions, hosted } = await host();
    await expect(hosted.wait({ signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect(captions.cancelled).toBe(0);
  });
});
