import { explainFailure } from '../explain-failure.ts';

/** How a local start ends: once, in reverse order of opening, whatever it is doing at that moment. */
export type Stopper = {
  /** Aborted as soon as it is to end. */
  signal: AbortSignal;
  /** What is opened; closed in reverse order. */
  opened: AsyncDisposableStack;
  /** Says why, closes all, and ends with code 1. */
  fail(reason: string): void;
  /** What must have settled before anything is closed. */
  waitFor(work: Promise<unknown>): void;
};

const longestStopMs = 9_000;

/** Listens to the signals: the first closes all and ends with code 0, a second ends at once. */
export const createStopper = (): Stopper => {
  const stopping = new AbortController();
  const opened = new AsyncDisposableStack();
  let working: Promise<unknown> = Promise.resolve();
  let exitCode = 0;

  const stop = async (): Promise<void> => {
    stopping.abort();
    setTimeout(() => process.exit(exitCode), longestStopMs).unref();
    try {
      await working.catch(() => {});
      await opened.disposeAsync();
    } catch (error) {
      console.error(`hilo: ${explainFailure(error)}`);
      exitCode = 1;
    }
    process.exit(exitCode);
  };
  const onSignal = (): void => {
    if (stopping.signal.aborted) process.exit(130);
    console.log('hilo: stopping');
    void stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  return {
    signal: stopping.signal,
    opened,
    fail: (reason) => {
      if (stopping.signal.aborted) return;
      console.error(`hilo: ${reason}`);
      exitCode = 1;
      void stop();
    },
    waitFor: (work) => {
      working = work;
    },
  };
};
