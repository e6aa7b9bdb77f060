import { setTimeout as delay } from 'node:timers/promises';
import { AppendRefused } from '@hilo/log';
import { isMistake, isUnfit, nameOfError } from './errors.ts';
import type { Health } from './health.ts';

export type RepeatOptions = {
  everyMs: number;
  /**
   * Done again at once when it resolves to true: there is more to do. A number is after how many milliseconds there will be; the
   * pause is never longer than `everyMs`.
   */
  work(): Promise<boolean | number>;
  /** Told of every failure; the next attempt comes after the pause. */
  onError(error: unknown): void;
  /** Told, as of this part, when the work has to be mended before it can be done, and when it can be done again. */
  health: { health: Health; part: string };
};

/** So often in a row it is no accident. */
const mostFailures = 5;

export type Repeating = {
  /** Resolves when the work that is being done is done; nothing begins after it. */
  close(): Promise<void>;
};

/** Does the work again and again, never twice at once, until closed. */
export const repeat = ({ everyMs, work, onError, health: told }: RepeatOptions): Repeating => {
  const closing = new AbortController();
  let failures = 0;
  const noteFailure = (error: unknown): void => {
    // A log that refuses what it is told has to be mended, as a mistake has.
    failures = isMistake(error) || error instanceof AppendRefused ? failures + 1 : 0;
    if (!isUnfit(error) && failures < mostFailures) return;
    told.health.note(told.part, `cannot be done until this is mended: ${nameOfError(error)}`);
  };
  const attempt = async (): Promise<boolean | number> => {
    try {
      const more = await work();
      failures = 0;
      told.health.clear(told.part);
      return more;
    } catch (error) {
      if (closing.signal.aborted) return false;
      onError(error);
      noteFailure(error);
      return false;
    }
  };
  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const more = await attempt();
      if (more === true) continue;
      const pauseMs = more === false ? everyMs : Math.min(more, everyMs);
      await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const done = loop();
  return {
    close: async () => {
      closing.abort();
      await done;
      told.health.clear(told.part);
    },
  };
};
