import { expose, type TransferHandler, transferHandlers, wrap } from "comlink";

/** What stays where it was made, and is called from the other side: it says when it is no longer needed. */
interface Live {
  dispose(): void;
}

/**
 * What can be called of an object on the other side: its methods, overloads and all, as promises. What a
 * method gives that is live is one of these in turn. (Comlink's `Remote` keeps the last overload alone.)
 */
export type Hosted<T> = {
  readonly [Name in keyof T as T[Name] extends (...args: never) => unknown
    ? Name
    : never]: HostedMethod<T[Name]>;
};

type HostedMethod<Method> = Method extends (...args: infer Args) => infer Result
  ? Awaited<Result> extends Live
    ? (...args: Args) => Promise<Hosted<Awaited<Result>>>
    : Result extends Promise<unknown>
      ? Method
      : (...args: Args) => Promise<Result>
  : never;

/** Options as they are written here, such as `{ signal, onProgress, topK: 2 }`. */
type Options = Record<string, unknown>;

interface SentOptions {
  plain: Options;
  functions: Record<string, MessagePort>;
  signals: Record<string, { aborted: boolean; port: MessagePort }>;
}

/** Cancels and calls back over there as here: a signal's abort and each call are messages. */
const options: TransferHandler<Options, SentOptions> = {
  canHandle: (value): value is Options =>
    isPlain(value) && Object.values(value).some((entry) => isFunction(entry) || isSignal(entry)),
  serialize(given) {
    const sent: SentOptions = { plain: {}, functions: {}, signals: {} };
    const ports: MessagePort[] = [];
    for (const [name, value] of Object.entries(given)) {
      if (!isFunction(value) && !isSignal(value)) {
        sent.plain[name] = value;
        continue;
      }
      const { port1, port2 } = new MessageChannel();
      ports.push(port2);
      if (isFunction(value)) {
        expose(value, port1);
        sent.functions[name] = port2;
      } else {
        value.addEventListener("abort", () => port1.postMessage(null), { once: true });
        sent.signals[name] = { aborted: value.aborted, port: port2 };
      }
    }
    return [sent, ports];
  },
  deserialize({ plain, functions, signals }) {
    const received = { ...plain };
    for (const [name, port] of Object.entries(functions)) received[name] = callThrough(port);
    for (const [name, { aborted, port }] of Object.entries(signals)) {
      received[name] = aborted ? AbortSignal.abort() : signalFrom(port);
    }
    return received;
  },
};

const live: TransferHandler<Live, MessagePort> = {
  canHandle: (value): value is Live =>
    typeof value === "object" && isFunction((value as Partial<Live> | null)?.dispose),
  serialize(value) {
    const { port1, port2 } = new MessageChannel();
    expose(value, port1);
    return [port2, [port2]];
  },
  deserialize: (port) => callThrough(port) as unknown as Live,
};

/** Both sides call it before they speak to one another. */
export function registerWire(): void {
  transferHandlers.set("live", live);
  transferHandlers.set("options", options);
}

function callThrough(port: MessagePort): unknown {
  port.start();
  return wrap(port);
}

function signalFrom(port: MessagePort): AbortSignal {
  const controller = new AbortController();
  port.onmessage = () => {
    controller.abort();
    port.close();
  };
  return controller.signal;
}

function isPlain(value: unknown): value is Options {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === "function";
}

function isSignal(value: unknown): value is AbortSignal {
  return value instanceof AbortSignal;
}
