import { getKernelsForBackend, type KernelConfig } from "@tensorflow/tfjs-core";

/** Counts the time spent in kernels. */
export interface KernelClock {
  /** Milliseconds since the last reading, by kernel. */
  read(): Map<string, number>;
  /** Leaves the kernels as they were. */
  stop(): void;
}

/**
 * Times the kernels of a backend, tfjs' and Unroll's. They are wrapped where tfjs has them registered, so whoever
 * looks one up gets the wrapped one. A kernel that calls another is not charged for it.
 */
export function startKernelClock(backend: string): KernelClock {
  let spent = new Map<string, number>();
  let total = 0;
  const wrapped: [KernelConfig, KernelConfig["kernelFunc"]][] = [];
  for (const config of getKernelsForBackend(backend)) {
    const { kernelName, kernelFunc } = config;
    wrapped.push([config, kernelFunc]);
    config.kernelFunc = (params) => {
      const started = performance.now();
      const before = total;
      try {
        return kernelFunc(params);
      } finally {
        const own = performance.now() - started - (total - before);
        spent.set(kernelName, (spent.get(kernelName) ?? 0) + own);
        total += own;
      }
    };
  }
  return {
    read: () => {
      const since = spent;
      spent = new Map();
      return since;
    },
    stop: () => {
      for (const [config, kernelFunc] of wrapped) {
        config.kernelFunc = kernelFunc;
      }
    },
  };
}
