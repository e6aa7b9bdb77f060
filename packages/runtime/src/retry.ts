import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@hilo/log';

export type RetryOptions = {
  signal?: AbortSignal;
  /** Told of every failure before the next attempt. */
  onError?(error: unknown, attempt: number): void;
  /** Which failures are worth another attempt; all, if absent. */
  shouldRetry?(error: unknown): boolean;
  firstDelayMs?: number;
  maxDelayMs?: number;
};

/** Does the work until it succeeds, waiting twice as long each time (with jitter). Rejects if aborted or not worth it. */
export const retry = async <Result>(
  work: () => Promise<Result>,
  { signal, onError, shouldRetry = () => true, firstDelayMs = 100, maxDelayMs = 5000 }: RetryOptions = {},
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted || !shouldRetry(error)) throw error;
      onError?.(error, attempt);
      const pauseMs = backoffMs(attempt, { firstMs: firstDelayMs, longestMs: maxDelayMs });
      await delay(pauseMs, undefined, signal ? { signal } : {});
    }
  }
};
