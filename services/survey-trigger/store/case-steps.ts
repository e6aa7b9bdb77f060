import { CaseStep, DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Stepped } from '../domain/cases/case.ts';

const insertSql = statement(`
  INSERT INTO case_steps ("case", revision, step, at, by, source, interaction, detail)
  SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS s ("case" uuid, revision integer, step text, at timestamptz, by jsonb, source text, interaction text, detail jsonb)`);

/** Keeps what happened to cases. */
export const insertSteps = async (tx: Transaction, steps: readonly Stepped[]): Promise<void> => {
  if (steps.length === 0) return;
  const rows = steps.map(({ after, step, at, by, word, detail }) => ({
    case: after.id,
    revision: after.revision,
    step,
    at: new Date(at).toISOString(),
    by: by ?? null,
    source: word?.source ?? null,
    interaction: word?.id ?? null,
    detail: detail ?? null,
  }));
  await tx.query(insertSql([JSON.stringify(rows)]));
};

const heardSql = statement(
  'SELECT "case" || \' \' || source || \' \' || interaction AS heard FROM case_steps WHERE "case" = ANY ($1::uuid[]) AND source IS NOT NULL',
);

export const heardKey = (id: string, word: { source: string; id: string }): string => `${id} ${word.source} ${word.id}`;

/** What these cases have heard already, by `heardKey`: said again, it does nothing. */
export const findHeard = async (tx: Transaction, cases: readonly string[]): Promise<ReadonlySet<string>> => {
  const { rows } = await tx.query<{ heard: string }>(heardSql([cases]));
  return new Set(rows.map(({ heard }) => heard));
};

const Step = z.object({
  revision: z.int(),
  step: CaseStep,
  at: z.date().transform((at) => at.toISOString()),
  by: DecidedBy.nullable(),
  source: z.string().nullable(),
  interaction: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
});

const readSql = statement(
  'SELECT revision, step, at, by, source, interaction, detail FROM case_steps WHERE "case" = $1 ORDER BY revision',
);

/** All that happened to a case, in its order. */
export const readSteps = async (tx: Pick<Transaction, 'query'>, id: string): Promise<z.infer<typeof Step>[]> =>
  z.array(Step).parse((await tx.query(readSql([id]))).rows);
