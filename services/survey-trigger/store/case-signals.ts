import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

/** Something that opens a case only with others; times are in milliseconds since the epoch. */
export type CountedSignal = { rule: string; source: string; id: string; version: number; subject: string; at: number };

const noteSql = statement({
  name: 'note-case-signals',
  text: `INSERT INTO case_signals AS s (rule, source, interaction, version, subject, at)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::timestamptz[]) ORDER BY 1, 2, 3
         ON CONFLICT (rule, source, interaction) DO UPDATE SET subject = EXCLUDED.subject, version = EXCLUDED.version
          WHERE s.version <= EXCLUDED.version`,
});

export const noteSignals = async (tx: Transaction, signals: readonly CountedSignal[]): Promise<void> => {
  if (signals.length === 0) return;
  await tx.query(
    noteSql([
      signals.map(({ rule }) => rule),
      signals.map(({ source }) => source),
      signals.map(({ id }) => id),
      signals.map(({ version }) => version),
      signals.map(({ subject }) => subject),
      signals.map(({ at }) => new Date(at).toISOString()),
    ]),
  );
};

const aroundSql = statement({
  name: 'find-case-signals',
  text: `SELECT s.rule, s.at FROM case_signals s LEFT JOIN claims k ON k.subject = s.subject
          WHERE s.rule = $1 AND s.at BETWEEN to_timestamp($3) AND to_timestamp($4)
            AND (s.subject = $2 OR k.customer = (SELECT o.customer FROM claims o WHERE o.subject = $2)) ORDER BY s.at`,
});

/** When this happened to the customer whose the subject is, within that time. */
export const signalsAround = async (
  tx: Transaction,
  { rule, subject, at }: CountedSignal,
  withinMs: number,
): Promise<number[]> => {
  const { rows } = await tx.query<{ at: Date }>(
    aroundSql([rule, subject, (at - withinMs) / 1000, (at + withinMs) / 1000]),
  );
  return rows.map((row) => row.at.getTime());
};

const dropSql = statement({
  name: 'drop-case-signals',
  text: `DELETE FROM case_signals s USING unnest($1::text[], $2::text[]) AS i (source, interaction)
          WHERE s.source = i.source AND s.interaction = i.interaction`,
});

/** These did not happen. */
export const dropSignals = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string }[],
): Promise<void> => {
  if (interactions.length > 0)
    await tx.query(dropSql([interactions.map(({ source }) => source), interactions.map(({ id }) => id)]));
};

const sweptAtOnce = 10_000;
const forgetSql = statement(`
  DELETE FROM case_signals WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM case_signals WHERE at < to_timestamp($1) ORDER BY at LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED))`);

/** Forgets what happened before that moment, with which nothing new is counted; gives whether there is more. */
export const forgetSignals = async (pool: Pool, before: number): Promise<boolean> =>
  ((await pool.query(forgetSql([before / 1000]))).rowCount ?? 0) === sweptAtOnce;
