import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@hilo/log';
import { command, type NameHashes, snapshot, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { RehearsalProgress } from '../store/rehearsals.ts';

/** What a dry run reads; it writes nowhere but to its own tables. */
export type DryRunResources = {
  pool: Pool;
  log: Pick<Log, 'read'>;
  hashes: NameHashes;
  now(): number;
};

/** A dry run that is being done. */
export type Rehearsing = {
  signal: AbortSignal;
  /** To be called after every little piece of work: gives way to whatever else the process has to do. */
  pace(): Promise<void>;
  /** How far it is. Rejects where it was stopped. */
  tell(progress: RehearsalProgress): Promise<void>;
};

/** A dry run cannot be done as it was asked for; the message is for whoever asked. */
export class CannotBeDone extends Error {
  override name = 'CannotBeDone';
}

/** So long it works on, and then rests for as long: whatever is decided, or asked for, meanwhile waits no longer than this. */
const pieceMs = 8;

export const openPacing = (signal: AbortSignal): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    const spentMs = performance.now() - since;
    if (spentMs < pieceMs) return;
    await delay(Math.min(spentMs, 1000), undefined, { signal });
    since = performance.now();
  };
};

/** Goes through work that pauses after each step, in little pieces. */
export const goThrough = async (work: Generator<void>, { pace }: Pick<Rehearsing, 'pace'>): Promise<void> => {
  while (work.next().done !== true) await pace();
};

/** Reads some of the tables as they are at one moment. */
export const readPage = <Result>(pool: Pool, read: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  snapshot(pool, async (tx) => {
    await tx.query(command("SET LOCAL statement_timeout = '15s'"));
    return read(tx);
  });

/** More would not fit into memory beside everything else. */
const mostJudged = 200_000;

export const refuseTooMany = (judged: number): void => {
  if (judged <= mostJudged) return;
  throw new CannotBeDone(`There are more than ${mostJudged} of them; say with \`from\` and \`to\` which to look at.`);
};

/** Of an array, so many at once. */
export function* inPages<One>(all: readonly One[], size: number): Generator<One[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
