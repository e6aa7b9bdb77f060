import { generationNow, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { monthOf, monthsNow } from './months.ts';

const Projection = z.object({
  properties: z.array(z.string()),
  rebuilding: z.boolean(),
  generation: z.number(),
  /** Whether there is any fact that may be met again in another month. */
  anyRefiled: z.boolean(),
  keptFrom: z.string().nullable(),
  /** The months of which there is a partition. */
  months: z.array(z.string()),
  /** Under which name numbers may be remembered: another one as soon as they, or the days of the time zone, may be others. */
  numbering: z.string(),
});
export type Projection = z.infer<typeof Projection>;

/** In SQL: whether facts are told again. */
export const isRebuilding = 'coalesce((SELECT active FROM rebuilds), false)';

const readProjectionSql = statement({
  name: 'read-projection',
  text: `SELECT properties, kept_from::text AS "keptFrom", ${isRebuilding} AS rebuilding,
                ${generationNow} AS generation, EXISTS (SELECT FROM refiled) AS "anyRefiled", ${monthsNow} AS months,
                concat_ws(' ', numbering, extract(epoch FROM pg_postmaster_start_time()), pg_relation_filenode('subjects'),
                          pg_relation_filenode('words'), pg_relation_filenode('steps'), time_zone) AS numbering
           FROM projection`,
});

/** How facts are projected now: another way begins when nobody writes. */
export const readProjection = async (tx: Transaction): Promise<Projection> => {
  const { rows } = await tx.query(readProjectionSql());
  const { months, ...projection } = Projection.parse(rows[0]);
  return { ...projection, months: months.map(monthOf) };
};

const readRebuildingSql = statement(`SELECT ${isRebuilding} AS rebuilding`);

/** Whether facts are told again at this moment: until the end, some of them are as they were. */
export const readRebuilding = async (tx: Transaction): Promise<boolean> => {
  const { rows } = await tx.query<{ rebuilding: boolean }>(readRebuildingSql());
  return rows[0]?.rebuilding === true;
};

const readKeptFromSql = statement('SELECT kept_from::text AS "keptFrom" FROM projection');

/** The first month of which facts and columns are kept; `undefined` if all are. */
export const readKeptFrom = async (tx: Transaction): Promise<string | undefined> => {
  const { rows } = await tx.query<{ keptFrom: string | null }>(readKeptFromSql());
  return rows[0]?.keptFrom ?? undefined;
};

const hurryCompactionSql = statement('UPDATE projection SET urgent = true WHERE NOT urgent');

/** Somebody is in the deltas who was erased: they are to be compacted at once. */
export const hurryCompaction = async (tx: Transaction): Promise<void> => {
  await tx.query(hurryCompactionSql());
};

const markStaleSql = statement('UPDATE projection SET stale = true WHERE NOT stale');

/** The chunks are not what the facts say: they are to be made anew. */
export const markStale = async (tx: Transaction): Promise<void> => {
  await tx.query(markStaleSql());
};

const lockProjectionSql = statement('SELECT time_zone AS "timeZone", properties FROM projection FOR UPDATE');
const changeProjectionSql = statement('UPDATE projection SET time_zone = $1, properties = $2, stale = stale OR $3');

/** How facts are projected from now on; gives how they were. */
export const changeProjection = async (
  tx: Transaction,
  { timeZone, properties }: { timeZone: string; properties: readonly string[] },
): Promise<{ isOtherZone: boolean }> => {
  const { rows } = await tx.query<{ timeZone: string; properties: string[] }>(lockProjectionSql());
  const [was] = rows;
  const isOtherZone = was?.timeZone !== timeZone;
  const areOthers = JSON.stringify(was?.properties) !== JSON.stringify(properties);
  if (isOtherZone || areOthers) await tx.query(changeProjectionSql([timeZone, properties, areOthers]));
  return { isOtherZone };
};

const keepFromSql = statement(`
  UPDATE projection SET kept_from = $1::date WHERE kept_from IS NULL OR kept_from < $1::date RETURNING 1`);

/** From which month on facts are kept; gives whether it is a later one than before. What is gone does not come back. */
export const keepFrom = async (tx: Transaction, month: string): Promise<boolean> =>
  (await tx.query(keepFromSql([month]))).rowCount === 1;
