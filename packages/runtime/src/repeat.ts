import { setTimeout as delay } from 'node:timers/promises';

export type RepeatOptions = {
  everyMs: number;
  /** Done again at once when it resolves to true: there is more to do. */
  work(): Promise<boolean>;
  /** Told of every failure; the next attempt comes after the pause. */
  onError(error: unknown): void;
};

export type Repeating = {
  /** Resolves when the work that is being done is done; nothing begins after it. */
  close(): Promise<void>;
};

/** Does the work again and again, never twice at once, until closed. */
export const repeat = ({ everyMs, work, onError }: RepeatOptions): Repeating => {
  const closing = new AbortController();
  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const more = await work().catch((error: unknown) => {
        if (!closing.signal.aborted) onError(error);
        return false;
      });
      if (!more) await delay(everyMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const done = loop();
  return {
    close: async () => {
      closing.abort();
      await done;
    },
  };
};
