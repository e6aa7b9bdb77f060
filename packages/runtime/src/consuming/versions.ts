import { instantOf, type SurveyEvent } from '@hilo/contracts';
import { statement } from '@hilo/log/statement';
import type { Transaction } from '../database/database.ts';

/** One version of what became of an interaction. */
export type Version = { source: string; id: string; version: number };

export const keyOfVersion = ({ source, id }: Pick<Version, 'source' | 'id'>): string => JSON.stringify([source, id]);

const compare = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);

/** The latest version of every interaction, in the order of their keys, in which rows are locked. */
export const latestVersions = <One>(all: readonly One[], versionOf: (one: One) => Version): One[] => {
  const latest = new Map<string, { one: One; told: Version }>();
  for (const one of all) {
    const told = versionOf(one);
    const key = keyOfVersion(told);
    if ((latest.get(key)?.told.version ?? 0) < told.version) latest.set(key, { one, told });
  }
  return [...latest.values()]
    .sort((one, two) => compare(one.told.source, two.told.source) || compare(one.told.id, two.told.id))
    .map(({ one }) => one);
};

/** Where a service keeps interactions at their versions, and in which order it writes them. */
type Kept = { table: string; id: string; version: string; order: string };

export type VersionsLock = ReturnType<typeof lockVersionsIn>;

/** The statement that locks interactions, of which it has the sources and the ids, and gives their versions. */
export const lockVersionsIn = ({ table, id, version, order }: Kept) =>
  statement(`
  SELECT h.source, h.${id} AS id, h.${version} AS version FROM ${table} AS h
   WHERE (h.source, h.${id}) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY ${order} FOR UPDATE`);

/**
 * Those of these that are to be removed: of which no later version is here. Until the end of the transaction, what is here of
 * them and of the others that are about to be written is locked, in the order of keys.
 */
export const withoutLater = async (
  tx: Transaction,
  lockVersionsSql: VersionsLock,
  told: readonly Version[],
  others: readonly Version[],
): Promise<Version[]> => {
  if (told.length === 0) return [];
  const keys = [...told, ...others];
  const { rows } = await tx.query<Version>(
    lockVersionsSql([keys.map(({ source }) => source), keys.map((one) => one.id)]),
  );
  const here = new Map<string, number>();
  for (const row of rows) here.set(keyOfVersion(row), Math.max(row.version, here.get(keyOfVersion(row)) ?? 0));
  return latestVersions(told, (one) => one).filter((one) => (here.get(keyOfVersion(one)) ?? 0) <= one.version);
};

/**
 * Each state of an invitation as it was told last, in the order of keys, in which rows are locked: after what was put back it is
 * decided again, and may be withheld again.
 */
export const latestSurveyEvents = (told: readonly SurveyEvent[]): SurveyEvent[] => {
  const last = new Map<string, SurveyEvent>();
  for (const event of told.toSorted((one, two) => instantOf(one.at) - instantOf(two.at)))
    last.set(`${event.id} ${event.state}`, event);
  return [...last].sort(([one], [two]) => compare(one, two)).map(([, event]) => event);
};
