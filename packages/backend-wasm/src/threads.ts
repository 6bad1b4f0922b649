let answer: Promise<boolean> | undefined;

/**
 * Whether tfjs' build with threads can start its workers here. It takes that build wherever shared memory
 * is allowed, starts them from blobs that import blobs, and waits forever where a
 * Content-Security-Policy forbids that. Tried once.
 */
export function canStartThreads(): Promise<boolean> {
  answer ??= tryThem();
  return answer;
}

async function tryThem(): Promise<boolean> {
  if (!globalThis.crossOriginIsolated || typeof Worker !== "function") return true; // it will not try
  const urls: string[] = [];
  const blob = (script: string) => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    urls.push(url);
    return url;
  };
  let worker: Worker | undefined;
  try {
    const inner = blob("self.postMessage(0);");
    const started = new Worker(blob(`importScripts(${JSON.stringify(inner)});`));
    worker = started;
    return await new Promise<boolean>((resolve) => {
      started.onmessage = () => resolve(true);
      started.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
    });
  } catch {
    return false;
  } finally {
    worker?.terminate();
    for (const url of urls) URL.revokeObjectURL(url);
  }
}
