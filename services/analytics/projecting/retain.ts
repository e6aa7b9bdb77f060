import { lockForErasure, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { firstMonthKept } from '../domain/months.ts';
import { callForReload, removeChunksBefore } from '../store/chunks.ts';
import { dropMonthsBefore } from '../store/months.ts';
import { keepFrom } from '../store/projection.ts';
import { removeBefore } from '../store/retention.ts';

/**
 * Removes what happened more than so many months ago, a partition each; the rollups stay. Without a number, nothing goes. Gives
 * which months went.
 */
export const dropOldMonths = async (pool: Pool, monthsKept: number, now: number): Promise<string[]> => {
  if (monthsKept === 0) return [];
  const first = firstMonthKept(now, monthsKept);
  return transaction(pool, async (tx) => {
    await lockForErasure(tx);
    if (!(await keepFrom(tx, first))) return [];
    const months = await dropMonthsBefore(tx, first);
    await removeBefore(tx, first);
    await removeChunksBefore(tx, first);
    await callForReload(tx);
    return months;
  });
};
