import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { SegmentCondition } from '@hilo/segments';
import type { Pool } from 'pg';
import { z } from 'zod';

const Row = z
  .object({
    name: z.string(),
    version: z.int(),
    condition: z.unknown(),
    by: DecidedBy,
    why: z.string(),
    at: z.date().transform((date) => date.toISOString()),
  })
  // Absent where the segment was removed, or where this release cannot read it.
  .transform(({ condition, ...row }) => ({
    ...row,
    isRemoved: condition === null,
    condition: SegmentCondition.safeParse(condition).data,
  }));
/** A segment at one version: its condition, by whom and why it is so. */
export type SegmentVersion = z.infer<typeof Row>;

const columns = 's.name, s.version, s.condition, s.by, s.why, s.at';

const latestSql = statement(
  `SELECT ${columns} FROM segment_versions s WHERE s.name = $1 ORDER BY s.version DESC LIMIT 1`,
);

/** The latest version of a segment, also where that is its removal. */
export const latestSegment = async (pool: Pool | Transaction, name: string): Promise<SegmentVersion | undefined> => {
  const { rows } = await pool.query(latestSql([name]));
  return rows[0] && Row.parse(rows[0]);
};

/** The segment of this name, unless it was removed. */
export const findSegment = async (pool: Pool | Transaction, name: string): Promise<SegmentVersion | undefined> => {
  const latest = await latestSegment(pool, name);
  return latest?.isRemoved ? undefined : latest;
};

const listSegmentsSql = statement(`
  SELECT ${columns} FROM (SELECT DISTINCT ON (name) * FROM segment_versions WHERE name COLLATE "C" > $1 ORDER BY name, version DESC) AS s
   WHERE s.condition IS NOT NULL ORDER BY s.name COLLATE "C" LIMIT $2`);

/** A page of the segments in force, those after this name. */
export const listSegments = async (pool: Pool, after: string, limit: number): Promise<SegmentVersion[]> => {
  const { rows } = await pool.query(listSegmentsSql([after, limit]));
  return z.array(Row).parse(rows);
};

const listVersionsSql = statement(`
  SELECT ${columns} FROM segment_versions s WHERE s.name = $1 AND s.version < $2 ORDER BY s.version DESC LIMIT $3`);

/** So many versions of a segment before this one, the latest first. */
export const listSegmentVersions = async (
  pool: Pool,
  { name, before, limit }: { name: string; before: number; limit: number },
): Promise<SegmentVersion[]> => {
  const { rows } = await pool.query(listVersionsSql([name, before, limit]));
  return z.array(Row).parse(rows);
};

const lockSql = statement('LOCK TABLE segment_versions IN EXCLUSIVE MODE');

/** Waits until nobody else changes a segment. */
export const lockSegments = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertSql = statement(`
  INSERT INTO segment_versions (name, version, condition, by, why, at) VALUES ($1, $2, $3, $4, $5, to_timestamp($6))`);

export type SegmentAuthor = { by: DecidedBy; why: string; now: number };

/** Keeps the next version; without a condition, the segment is removed. */
export const insertSegmentVersion = async (
  tx: Transaction,
  { name, version, condition }: { name: string; version: number; condition: SegmentCondition | undefined },
  { by, why, now }: SegmentAuthor,
): Promise<void> => {
  const written = condition === undefined ? null : JSON.stringify(condition);
  await tx.query(insertSql([name, version, written, JSON.stringify(by), why, now / 1000]));
};
