import { locks } from '@hilo/log/locks';
import { type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { decodeRows, encodeChunk } from '../columns/codec.ts';
import { type DayChange, noRows } from '../columns/day-rows.ts';
import { mergeDay } from '../columns/merge-day.ts';
import { dayMs } from '../domain/day.ts';
import {
  type CompactionState,
  dropDeltas,
  finishCompaction,
  lockCompacting,
  readChunks,
  readCompactionState,
  readWaiting,
  writeChunk,
} from '../store/chunks.ts';

const dueAt = { changes: 100_000, ms: 10 * 60_000 };
/** Whoever follows the deltas looks every second, and has seen them by then. */
const keptMs = 20_000;
const deltasAtOnce = 500;

const isDue = ({ urgent, waiting, waitingMs }: CompactionState): boolean =>
  urgent || waiting >= dueAt.changes || (waiting > 0 && waitingMs >= dueAt.ms);

/** One moment for all of it: who erases somebody meanwhile has this done again. */
export const atOneMoment = 'BEGIN ISOLATION LEVEL REPEATABLE READ';

/** Puts the deltas into the chunks of their days, when there are many, or old ones, or somebody in them was erased. */
export const compactDue = async (pool: Pool, { isForced = false }: { isForced?: boolean } = {}): Promise<void> => {
  await transaction(
    pool,
    async (tx) => {
      if (!(await lockCompacting(tx, locks.compacting))) return;
      const state = await readCompactionState(tx);
      if (state.stale || !(isForced || isDue(state))) return;
      await compact(tx, state);
    },
    atOneMoment,
  );
  await transaction(pool, (tx) => dropDeltas(tx, keptMs));
};

const compact = async (tx: Transaction, { keptFrom }: CompactionState): Promise<void> => {
  const firstDay = keptFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(keptFrom) / dayMs;
  for (let after = '0'; ; ) {
    const waiting = await readWaiting(tx, after, deltasAtOnce);
    const last = waiting.at(-1);
    if (last === undefined) break;
    after = last.seq;
    const changes = waiting.flatMap(({ columns }) => decodeRows(columns));
    await mergeIntoChunks(
      tx,
      changes.filter(({ day }) => day >= firstDay),
    );
  }
  await finishCompaction(tx);
};

const mergeIntoChunks = async (tx: Transaction, changes: readonly DayChange[]): Promise<void> => {
  const byDay = Map.groupBy(changes, ({ day }) => day);
  for (const [day, ofDay] of byDay) {
    const chunk = (await readChunks(tx, [day])).get(day);
    const before = chunk && decodeRows(chunk)[0]?.rows;
    const rows = mergeDay(before ?? noRows(), ofDay);
    await writeChunk(tx, { day, n: rows.n, columns: encodeChunk(day, rows) });
  }
};
