import {
  consumerGroups,
  deadLetterTopics,
  ErasureReport,
  personalTopics,
  rebuildTopics,
  replayTopics,
} from '@hilo/contracts';
import type { Batch, Erased, Log } from '@hilo/log';
import { type Handled, parseRecords, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { deleteReads } from '../store/erasure/erased.ts';
import { findUnfinished, insertReport, lockUnfinished, type Remains, saveRemains } from '../store/erasure/erasures.ts';

/** What was on its way at the moment of the erasure has arrived on the log then. */
const settledMs = 10_000;

const searched = personalTopics.flatMap((topic) => [
  topic.name,
  ...[...deadLetterTopics, ...replayTopics, ...rebuildTopics]
    .filter((one) => one.topic === topic)
    .map(({ name }) => name),
]);

const expires =
  'The log deletes no single messages: interactions expire within 7 days, dead letters within 30, and records are ' +
  'compacted away. No service takes them in again.';

/** For so long, of every two seconds, messages from before the log noted what they are about are read: others work meanwhile. */
const readForMsInAll = 500;

/** Who is to read which of these topics before anything of it goes. */
const readers = [
  ...Object.entries(consumerGroups).flatMap(([group, read]) => read.map(({ name: topic }) => ({ group, topic }))),
  ...[...replayTopics, ...rebuildTopics].map(({ name: topic, group }) => ({ group, topic })),
];

type Finishing = { pool: Pool; log: Log; now(): number };

/**
 * Takes what is left of erased people out of the log, as far as everybody has read it, and forgets what to look for when
 * nothing is left. A transaction for each: one that takes long holds up no other.
 */
export const finishErasures = async ({ pool, log, now }: Finishing): Promise<void> => {
  const unfinished = await findUnfinished(pool);
  const readForMs = readForMsInAll / unfinished.length;
  for (const id of unfinished) await transaction(pool, (tx) => finishErasure(tx, log, { id, now: now(), readForMs }));
};

/** Who read a record in the last moment is noted late, and goes here too. */
const finishErasure = async (
  tx: Transaction,
  log: Log,
  { id, now, readForMs }: { id: string; now: number; readForMs: number },
): Promise<void> => {
  const found = await lockUnfinished(tx, id);
  if (found === undefined) return;
  const { requestedAt, remains } = found;
  const { about, mentioning, texts: containing, readUpTo } = remains;
  const until = requestedAt + settledMs;
  const what = { about, mentioning, containing, until };
  const erased = await log.erase({ topics: searched, ...what, readers, readUpTo, readForMs });
  const removed = sum(remains.removed, erased?.removed ?? new Map());
  if (now < until || (erased !== undefined && (!erased.isThrough || erased.waitsFor.length > 0))) {
    await saveRemains(tx, id, { ...remains, removed, ...(erased && waiting(erased)) });
    return;
  }
  await deleteReads(tx, remains.customers, now);
  const report = { erasure: id, service: 'log', at: new Date(now).toISOString(), removed } as const;
  await insertReport(tx, report, erased === undefined ? expires : noteOf(erased));
  await saveRemains(tx, id, undefined);
};

const waiting = ({ readUpTo, waitsFor }: Erased): Pick<Remains, 'readUpTo' | 'waitsFor'> => ({
  readUpTo,
  waitsFor: waitsFor.map((one) => ({ ...one, lastAliveAt: new Date(one.lastAliveAt).toISOString() })),
});

const noteOf = ({ retired }: Erased): string | undefined =>
  retired.length === 0
    ? undefined
    : `Not waited for, since nothing declares them and no member of them lives any more: ${retired.join(', ')}.`;

const sum = (before: Remains['removed'], more: ReadonlyMap<string, number>): Remains['removed'] => {
  const total = { ...before };
  for (const [topic, records] of more) total[topic] = (total[topic] ?? 0) + records;
  return total;
};

/** What the other services removed. */
export const noteReports = async (tx: Transaction, { records }: Pick<Batch, 'records'>): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(ErasureReport, records);
  for (const { message } of parsed) await insertReport(tx, message);
  return { deadLetters };
};
