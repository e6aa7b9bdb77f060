import type { Log } from '@hilo/log';
import type { Acceptance } from '../domain/accept.ts';
import type { RefusedPost } from '../domain/refused.ts';

// Everything below throws at once where nothing was accepted, and gives a promise where it waits for the log: each function
// on the way that is asynchronous itself would cost every request another promise.

/**
 * Where accepted interactions go, by which rules they are accepted, the trace that they belong to; and where that goes
 * which is refused in an answer that nobody reads.
 */
export type Intake = {
  log: Log;
  acceptance: Acceptance;
  trace: Readonly<Record<string, string>>;
  keepRefused(refused: readonly RefusedPost[]): Promise<void>;
};

/** Keeps what a source posted and an answer of 200 does not take. Resolves only when it is durable. */
export type KeepRefused = (source: string, refused: readonly RefusedPost[]) => Promise<void>;
