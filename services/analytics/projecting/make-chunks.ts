import { locks } from '@hilo/log/locks';
import { type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { decodeRows, encodeChunk, encodeRows } from '../columns/codec.ts';
import { noRows } from '../columns/day-rows.ts';
import { mergeDay } from '../columns/merge-day.ts';
import {
  callForReload,
  finishCompaction,
  lockCompacting,
  readCompactionState,
  removeOtherChunks,
  writeChunk,
} from '../store/chunks.ts';
import { type ColumnFact, listDays, readDay } from '../store/column-facts.ts';
import { listMonths } from '../store/months.ts';
import { type FactNumbers, numbersOf } from '../store/numbers.ts';
import { readProjection } from '../store/projection.ts';
import { columnRow, declaredWords, numbersOfWords } from './column-rows.ts';
import { atOneMoment } from './compact.ts';
import { answersOf, propertiesOf } from './rolled.ts';

/**
 * Makes all chunks of the facts as they are at one moment, if they are to be made anew: before the first one, after a rebuild, or for
 * other properties. Deltas of later are added to them as ever; whoever has columns in memory reads all again.
 */
export const makeStaleChunks = async (pool: Pool): Promise<void> => {
  const { stale } = await readCompactionState(pool);
  if (!stale) return;
  await transaction(
    pool,
    async (tx) => {
      if (!(await lockCompacting(tx, locks.compacting))) return;
      const { properties } = await readProjection(tx);
      const days = new Set<number>();
      for (const month of await listMonths(tx)) {
        for (const day of await listDays(tx, month)) {
          days.add(day);
          await makeChunk(tx, pool, { filed: month, day, properties });
        }
      }
      await removeOtherChunks(tx, [...days]);
      await finishCompaction(tx);
      await callForReload(tx);
    },
    atOneMoment,
  );
};

type Making = { filed: string; day: number; properties: readonly string[] };

const makeChunk = async (tx: Transaction, pool: Pool, { filed, day, properties }: Making): Promise<void> => {
  let made = noRows();
  for await (const facts of readDay(tx, { filed, day, withProperties: properties.length > 0 })) {
    const declared = facts.map((fact) =>
      properties.length === 0 ? [] : declaredWords(properties, propertiesOf(fact)),
    );
    // Words that are new have numbers for good, whatever becomes of this transaction.
    const numbers = await transaction(pool, (own) =>
      numbersOf(own, { subjects: [], steps: [], words: declared.flat().filter((word) => word !== undefined) }),
    );
    made = mergeDay(made, decodeRows(encodeRows(facts.map((fact, at) => rowOf(fact, declared[at] ?? [], numbers)))));
  }
  await writeChunk(tx, { day, n: made.n, columns: encodeChunk(day, made) });
};

const rowOf = (fact: ColumnFact, declared: readonly (string | undefined)[], numbers: FactNumbers) =>
  columnRow(fact.at, { source: fact.sourceName, id: fact.id, journey: fact.journey ?? undefined }, fact, {
    answers: answersOf(fact, fact.sourceName),
    words: numbersOfWords(declared, numbers),
  });
