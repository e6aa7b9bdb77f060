import { setTimeout as delay } from 'node:timers/promises';
import { isTransient, isUnfit } from '../errors.ts';
import { retry } from '../retry.ts';

/** What a start waits for, said to whoever asks and whoever reads the log. */
export type Starting = {
  /** What it waits for now, and why, if it was tried before. */
  waitingFor(): string;
  /** Does a step until it succeeds; rejects at once when the start is to end, or when trying again is of no use. */
  step<Result>(
    what: string,
    work: (attempt: number) => Promise<Result>,
    isWorthIt?: (error: unknown) => boolean,
  ): Promise<Result>;
  signal: AbortSignal;
};

type Options = {
  signal: AbortSignal;
  /** Told of every attempt that failed, and of every step that takes long. */
  say(line: string): void;
};

const firstSayMs = 3000;
const sayEveryMs = 15_000;

/** Whether a step of a start may succeed later, without the process being started anew. */
export const mayPass = (error: unknown): boolean => isTransient(error) || isUnfit(error);

/** Does the steps of a start, and says which one takes long. */
export const openStarting = ({ signal, say }: Options): Starting => {
  let waiting = 'its turn';
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  ended.catch(() => {});

  const sayWhenLong = async (what: string, done: AbortSignal): Promise<void> => {
    for (let ms = firstSayMs; ; ms = sayEveryMs) {
      await delay(ms, undefined, { signal: done });
      say(`waits for ${waiting === what ? `${what}, which takes long` : waiting}`);
    }
  };

  return {
    signal,
    waitingFor: () => waiting,
    step: async (what, work, isWorthIt = mayPass) => {
      signal.throwIfAborted();
      waiting = what;
      const done = new AbortController();
      sayWhenLong(what, done.signal).catch(() => {});
      const onError = (error: unknown): void => {
        const reason = error instanceof Error ? error.message : String(error);
        const failed = reason.startsWith(what) ? reason : `${what}: ${reason}`;
        if (waiting !== failed) say(`${failed}. It is tried again`);
        waiting = failed;
      };
      let attempts = 0;
      const attempt = (): Promise<Awaited<ReturnType<typeof work>>> => {
        attempts += 1;
        return Promise.resolve(work(attempts));
      };
      try {
        return await Promise.race([
          retry(attempt, { signal, shouldRetry: isWorthIt, onError, maxDelayMs: 2000 }),
          ended,
        ]);
      } finally {
        done.abort();
      }
    },
  };
};
