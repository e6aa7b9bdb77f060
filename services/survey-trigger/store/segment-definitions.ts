import { statement, type Transaction } from '@hilo/runtime';
import { SegmentCondition } from '@hilo/segments';
import type { Pool } from 'pg';

const keepSql = statement(`
  INSERT INTO segments AS s (name, version, condition) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, condition = EXCLUDED.condition
   WHERE s.version < EXCLUDED.version`);

/** A segment as analytics defines it; without a condition, it was removed, and stays so whatever older is heard of. */
export type KeptSegment = { name: string; version: number; condition: unknown };

export const keepSegment = async (tx: Transaction, { name, version, condition }: KeptSegment): Promise<void> => {
  await tx.query(keepSql([name, version, condition === undefined ? null : JSON.stringify(condition)]));
};

const findSql = statement(
  'SELECT name, condition FROM segments WHERE name = ANY ($1::text[]) AND condition IS NOT NULL',
);

/** Those of these names that are defined; without a condition where this release does not understand it. */
export const findSegments = async (
  tx: Pool | Transaction,
  names: readonly string[],
): Promise<Map<string, SegmentCondition | undefined>> => {
  const { rows } = await tx.query<{ name: string; condition: unknown }>(findSql([names]));
  return new Map(rows.map(({ name, condition }) => [name, SegmentCondition.safeParse(condition).data]));
};
