import { isMistake, isRefusal, isTransient, isUnfit } from '../errors.ts';
import { retry } from '../retry.ts';

/** What a start waits for, said to whoever asks and whoever reads the log. */
export type Starting = {
  /** What it waits for now, and why, if it was tried before. */
  waitingFor(): string;
  /**
   * Does a step until it succeeds; rejects at once when the start is to end, or when trying again is of no use. Steps may go on
   * at the same time: then each of them is named.
   */
  step<Result>(
    what: string,
    work: (attempt: number) => Promise<Result>,
    isWorthIt?: (error: unknown) => boolean,
  ): Promise<Result>;
  signal: AbortSignal;
};

type Options = {
  signal: AbortSignal;
  /** Told once of every reason for which a step failed, of a step that takes long, and when it is through after that. */
  say(line: string): void;
};

const sayAfterMs = 3000;

/** Whether a step of a start may succeed later, without the process being started anew. */
export const mayPass = (error: unknown): boolean => isTransient(error) || isUnfit(error);

/** The same of a step that asks the log as well, whose clients have many errors: all may pass but refusals and mistakes of ours. */
export const mayPassWithLog = (error: unknown): boolean => mayPass(error) || !(isRefusal(error) || isMistake(error));

/** Does the steps of a start, and says which one takes long. */
export const openStarting = ({ signal, say }: Options): Starting => {
  const waiting = new Map<string, string>();
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  ended.catch(() => {});

  return {
    signal,
    waitingFor: () => (waiting.size === 0 ? 'its turn' : [...waiting.values()].join('; and for ')),
    step: async (what, work, isWorthIt = mayPass) => {
      signal.throwIfAborted();
      waiting.set(what, what);
      const told = new Set<string>();
      const sayOnce = (reason: string, line: string): void => {
        waiting.set(what, reason);
        if (!told.has(reason)) say(line);
        told.add(reason);
      };
      const late = setTimeout(() => {
        if (told.size === 0) sayOnce(`${what}, which takes long`, `waits for ${what}, which takes long`);
      }, sayAfterMs);
      const onError = (error: unknown): void => {
        const reason = error instanceof Error ? error.message : String(error);
        const failed = reason.startsWith(what) ? reason : `${what}: ${reason}`;
        sayOnce(failed, `${failed}. It is tried again`);
      };
      let attempts = 0;
      const attempt = (): Promise<Awaited<ReturnType<typeof work>>> => {
        attempts += 1;
        return Promise.resolve(work(attempts));
      };
      try {
        const result = await Promise.race([
          retry(attempt, { signal, shouldRetry: isWorthIt, onError, maxDelayMs: 2000 }),
          ended,
        ]);
        if (told.size > 0) say(`waits no longer for ${what}`);
        return result;
      } finally {
        clearTimeout(late);
        waiting.delete(what);
      }
    },
  };
};
