import { DecidedBy, Uuid } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  Improvement,
  type ImprovementStanding,
  ImprovementState,
  ImprovementStep,
} from '../domain/improvements/improvement.ts';

const instant = z.date().transform((date) => date.toISOString());

const Standing = z.looseObject({ ...Improvement.shape, state: ImprovementState, doneOn: z.iso.date().optional() });
const Row = z.object({ id: Uuid, revision: z.int(), standing: Standing, openedAt: instant, changedAt: instant });
/** An improvement as it stands. */
export type StoredImprovement = z.infer<typeof Row>;

const columns = 'id, revision, standing, opened_at AS "openedAt", changed_at AS "changedAt"';

const findSql = statement(`SELECT ${columns} FROM improvements WHERE id = $1`);
const lockSql = statement(`SELECT ${columns} FROM improvements WHERE id = $1 FOR UPDATE`);

export const findImprovement = async (pool: Pool | Transaction, id: string): Promise<StoredImprovement | undefined> => {
  const { rows } = await pool.query(findSql([id]));
  return rows[0] && Row.parse(rows[0]);
};

/** The same, which nobody else changes meanwhile. */
export const lockImprovement = async (tx: Transaction, id: string): Promise<StoredImprovement | undefined> => {
  const { rows } = await tx.query(lockSql([id]));
  return rows[0] && Row.parse(rows[0]);
};

const saveSql = statement(`
  INSERT INTO improvements AS i (id, revision, state, touchpoint, cause, owner, due, done_on, standing, opened_at, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8::date, $9::jsonb, to_timestamp($10), to_timestamp($10))
  ON CONFLICT (id) DO UPDATE SET revision = EXCLUDED.revision, state = EXCLUDED.state, touchpoint = EXCLUDED.touchpoint,
         cause = EXCLUDED.cause, owner = EXCLUDED.owner, due = EXCLUDED.due, done_on = EXCLUDED.done_on,
         standing = EXCLUDED.standing, changed_at = EXCLUDED.changed_at
  RETURNING ${columns}`);
const saveStepSql = statement(`
  INSERT INTO improvement_steps (improvement, revision, step, standing, by, why, at)
  VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, to_timestamp($7))`);

/** What was done with one, by whom, when and why. */
export type ImprovementStepDone = {
  id: string;
  revision: number;
  step: ImprovementStep;
  standing: ImprovementStanding;
  by: DecidedBy;
  why: string | undefined;
  now: number;
};

/** Keeps how one stands, and the step that led there. */
export const saveImprovement = async (tx: Transaction, done: ImprovementStepDone): Promise<StoredImprovement> => {
  const { id, revision, step, standing, by, why, now } = done;
  const { state, touchpoint, cause, owner, due, doneOn } = standing;
  const content = JSON.stringify(standing);
  const { rows } = await tx.query(
    saveSql([id, revision, state, touchpoint, cause, owner, due, doneOn, content, now / 1000]),
  );
  await tx.query(saveStepSql([id, revision, step, content, JSON.stringify(by), why, now / 1000]));
  return Row.parse(rows[0]);
};

const Step = z.object({
  revision: z.int(),
  step: ImprovementStep,
  by: DecidedBy,
  why: z.string().nullable(),
  at: instant,
});
export type StoredImprovementStep = z.infer<typeof Step>;

const stepsSql = statement(
  'SELECT revision, step, by, why, at FROM improvement_steps WHERE improvement = $1 ORDER BY revision',
);

export const readImprovementSteps = async (pool: Pool, id: string): Promise<StoredImprovementStep[]> =>
  z.array(Step).parse((await pool.query(stepsSql([id]))).rows);

/** Which ones: without a value, all. */
export type ImprovementFilter = {
  state?: ImprovementState | undefined;
  touchpoint?: string | undefined;
  cause?: string | undefined;
  owner?: string | undefined;
  /** Those alone that were to be done before this day. */
  dueBefore?: string | undefined;
};

const listSql = statement(`
  SELECT ${columns} FROM improvements
   WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR touchpoint = $2) AND ($3::text IS NULL OR cause = $3)
     AND ($4::text IS NULL OR owner = $4) AND ($5::date IS NULL OR (state = 'open' AND due < $5::date))
     AND ($6::date IS NULL OR (due, id) > ($6::date, $7::uuid))
   ORDER BY due, id LIMIT $8`);

/** A page of them, those first that are due first. */
export const listImprovements = async (
  pool: Pool,
  { state, touchpoint, cause, owner, dueBefore }: ImprovementFilter,
  { after, limit }: { after: readonly [due: string, id: string] | undefined; limit: number },
): Promise<StoredImprovement[]> => {
  const { rows } = await pool.query(
    listSql([state, touchpoint, cause, owner, dueBefore, after?.[0], after?.[1], limit]),
  );
  return z.array(Row).parse(rows);
};

const Done = z.object({ id: Uuid, touchpoint: z.string() });

const listDoneSql = statement(`
  SELECT id, touchpoint FROM improvements WHERE state = 'done' AND done_on >= $1::date AND done_on < $2::date ORDER BY done_on, id`);

/** What began to work between these days, and where. */
export const listImproved = async (
  tx: Transaction,
  { from, to }: { from: string; to: string },
): Promise<z.infer<typeof Done>[]> => z.array(Done).parse((await tx.query(listDoneSql([from, to]))).rows);
