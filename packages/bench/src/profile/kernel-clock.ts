import { getKernelsForBackend, type KernelConfig } from "@tensorflow/tfjs-core";

/** Counts the time spent in kernels. */
export interface KernelClock {
  /** Milliseconds since the last reading. */
  read(): number;
  /** Leaves the kernels as they were. */
  stop(): void;
}

/**
 * Times the kernels of a backend whose name starts so. They are wrapped where tfjs has them
 * registered, so whoever looks one up gets the wrapped one.
 */
export function startKernelClock(backend: string, prefix: string): KernelClock {
  let spent = 0;
  const wrapped: [KernelConfig, KernelConfig["kernelFunc"]][] = [];
  for (const config of getKernelsForBackend(backend)) {
    if (config.kernelName.startsWith(prefix)) {
      const { kernelFunc } = config;
      wrapped.push([config, kernelFunc]);
      config.kernelFunc = (params) => {
        const started = performance.now();
        try {
          return kernelFunc(params);
        } finally {
          spent += performance.now() - started;
        }
      };
    }
  }
  return {
    read: () => {
      const since = spent;
      spent = 0;
      return since;
    },
    stop: () => {
      for (const [config, kernelFunc] of wrapped) {
        config.kernelFunc = kernelFunc;
      }
    },
  };
}
