import { holdOffErasures, lockForErasure, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { forPostgres } from '../domain/time-zone.ts';
import { changeProjection, readProjection } from '../store/projection.ts';
import { recount, removeRollups } from '../store/recount.ts';
import { rememberSubjects } from '../store/remembered.ts';

/**
 * Keeps in which time zone the days of rollups are, and which properties the columns have. Where it is another zone than before, the
 * rollups are counted anew, while nobody writes: who asks meanwhile has those of before. Then remembers the numbers of subjects.
 */
export const beginProjecting = async (
  pool: Pool,
  { timeZone, properties }: { timeZone: string; properties: readonly string[] },
): Promise<void> => {
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    const { isOtherZone } = await changeProjection(tx, { timeZone: forPostgres(timeZone), properties });
    if (!isOtherZone) return;
    await removeRollups(tx);
    await recount(tx);
  });
  await transaction(pool, async (tx) => {
    await holdOffErasures(tx);
    const { numbering } = await readProjection(tx);
    await rememberSubjects(tx, numbering);
  });
};
