import { createHash } from 'node:crypto';
import { statement } from '@hilo/log/statement';
import { keyOfVersion, latestVersions, type Version } from '../consuming/versions.ts';
import type { Transaction } from '../database/database.ts';

const findErasedVersionsSql = statement({
  name: 'find-erased-versions',
  text: 'SELECT mark, version FROM erased_versions WHERE mark = ANY ($1::text[])',
});

/** Of these interactions, the latest version that was left out, since it was somebody's who is erased, by the mark of the interaction. */
export const findErasedVersions = async (
  tx: Transaction,
  told: readonly Version[],
): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await tx.query<{ mark: string; version: number }>(
    findErasedVersionsSql([[...new Set(told.map(erasedMarkOf))]]),
  );
  return new Map(rows.map(({ mark, version }) => [mark, version]));
};

/** What an earlier version may be heard from is kept for 7 days by the log, unless its operator has it keep more. */
const noteErasedVersionsSql = statement(`
  WITH old AS (DELETE FROM erased_versions WHERE noted_at < now() - interval '90 days')
  INSERT INTO erased_versions AS e (mark, version, noted_at) SELECT mark, version, now() FROM unnest($1::text[], $2::integer[]) AS n (mark, version)
   ORDER BY mark
  ON CONFLICT (mark) DO UPDATE SET version = EXCLUDED.version, noted_at = EXCLUDED.noted_at WHERE e.version < EXCLUDED.version`);

/** Keeps that these were left out, but for what is the first of its interaction: nothing is earlier. */
export const noteErasedVersions = async (tx: Transaction, leftOut: readonly Version[]): Promise<void> => {
  const later = latestVersions(leftOut, (one) => one).filter(({ version }) => version > 1);
  if (later.length === 0) return;
  await tx.query(noteErasedVersionsSql([later.map(erasedMarkOf), later.map(({ version }) => version)]));
};

/** By what it is known, without its id: 128 bits of SHA-256. */
export const erasedMarkOf = (version: Version): string =>
  createHash('sha256').update(keyOfVersion(version)).digest('hex').slice(0, 32);
