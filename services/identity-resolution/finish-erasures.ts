import { deadLetterTopics, ErasureReport, personalTopics, replayTopics } from '@hilo/contracts';
import type { Batch, Log } from '@hilo/log';
import { type Handled, parseRecords, type Transaction } from '@hilo/runtime';
import { deleteReads } from './store/erased.ts';
import { insertReport, lockUnfinished, type Remains, saveRemains } from './store/erasures.ts';

/** What was on its way at the moment of the erasure has arrived on the log then. */
const settledMs = 10_000;

const searched = personalTopics.flatMap((topic) => [
  topic.name,
  ...[...deadLetterTopics, ...replayTopics].filter((one) => one.topic === topic).map(({ name }) => name),
]);

const expires =
  'The log deletes no single messages: interactions expire within 7 days, dead letters within 30, and records are ' +
  'compacted away. No service takes them in again.';

/**
 * Takes what is left of erased people out of the log, as far as everybody has read it, and forgets what to look for when
 * nothing is left. Who read a record in the last moment is noted late, and goes here too.
 */
export const finishErasures = async (tx: Transaction, log: Log, now: number): Promise<void> => {
  for (const { id, requestedAt, remains } of await lockUnfinished(tx)) {
    const until = requestedAt + settledMs;
    const erased = await log.erase({ topics: searched, containing: remains.texts, until });
    const removed = sum(remains.removed, erased?.removed ?? new Map());
    if (now < until || (erased?.unread ?? 0) > 0) {
      await saveRemains(tx, id, { ...remains, removed });
      continue;
    }
    await deleteReads(tx, remains.customers, now);
    const report = { erasure: id, service: 'log', at: new Date(now).toISOString(), removed } as const;
    await insertReport(tx, report, erased === undefined ? expires : undefined);
    await saveRemains(tx, id, undefined);
  }
};

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
