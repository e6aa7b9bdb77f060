import { Channel } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { type ResponseState, responseStates } from '../domain/answers/taking.ts';
import type { AnswerValue } from '../domain/questions/next-question.ts';

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

export const ResponseRow = z.object({
  state: z.enum(responseStates),
  revision: z.int(),
  language: orNothing(z.string()),
  openedAt: milliseconds,
  answeredAt: orNothing(milliseconds),
  completedAt: orNothing(milliseconds),
  leftOut: orNothing(z.string()),
  screenedBy: orNothing(z.string()),
});
/** How far the answering of an invitation came; times are in milliseconds since the epoch. */
export type ResponseRow = z.infer<typeof ResponseRow>;

const responseColumns = `state, revision, language, opened_at AS "openedAt", answered_at AS "answeredAt",
  completed_at AS "completedAt", left_out AS "leftOut", screened_by AS "screenedBy"`;

const beginResponseSql = statement({
  name: 'begin-response',
  text: `INSERT INTO responses (invitation, state, language, opened_at, left_out)
         VALUES ($1::uuid, 'opened', $2, to_timestamp($3), $4) ON CONFLICT (invitation) DO NOTHING`,
});

export type Beginning = {
  invitation: string;
  language?: string | undefined;
  at: number;
  leftOut?: string | undefined;
};

/** Notes that somebody answers an invitation; gives whether nobody did before. */
export const beginResponse = async (
  tx: Transaction,
  { invitation, language, at, leftOut }: Beginning,
): Promise<boolean> => {
  const { rowCount } = await tx.query(beginResponseSql([invitation, language ?? null, at / 1000, leftOut ?? null]));
  return rowCount === 1;
};

const lockResponseSql = statement({
  name: 'lock-response',
  text: `SELECT ${responseColumns} FROM responses WHERE invitation = $1::uuid FOR UPDATE`,
});

/** Waits until nobody else writes answers to this invitation, and keeps it so until the end of the transaction. */
export const lockResponse = async (tx: Transaction, invitation: string): Promise<ResponseRow | undefined> => {
  const { rows } = await tx.query(lockResponseSql([invitation]));
  return rows[0] && ResponseRow.parse(rows[0]);
};

const findResponseSql = statement({
  name: 'find-response',
  text: `SELECT ${responseColumns} FROM responses WHERE invitation = $1::uuid`,
});

export const findResponse = async (
  tx: Pick<Transaction, 'query'>,
  invitation: string,
): Promise<ResponseRow | undefined> => {
  const { rows } = await tx.query(findResponseSql([invitation]));
  return rows[0] && ResponseRow.parse(rows[0]);
};

const AnswerRow = z.object({
  invitation: z.string(),
  question: z.string(),
  revision: z.int(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
  channel: Channel,
  language: orNothing(z.string()),
  message: orNothing(z.string()),
  at: milliseconds,
  late: z.boolean(),
});
/** An answer as it was given. */
export type AnswerRow = z.infer<typeof AnswerRow>;

const readAnswersSql = statement({
  name: 'read-answers',
  text: `SELECT invitation, question, revision, value, channel, language, message, at, late FROM answers
          WHERE invitation = ANY ($1::uuid[]) ORDER BY revision, question`,
});

/** Everything that was ever answered to each of these invitations, in the order in which it came. */
export const readAnswersOf = async (
  tx: Pick<Transaction, 'query'>,
  invitations: readonly string[],
): Promise<Map<string, AnswerRow[]>> => {
  if (invitations.length === 0) return new Map();
  const { rows } = await tx.query(readAnswersSql([invitations]));
  return Map.groupBy(z.array(AnswerRow).parse(rows), ({ invitation }) => invitation);
};

/** Everything that was ever answered to this invitation, in the order in which it came. */
export const readAnswers = async (tx: Pick<Transaction, 'query'>, invitation: string): Promise<AnswerRow[]> =>
  (await readAnswersOf(tx, [invitation])).get(invitation) ?? [];

/** The last answer to each question: of several revisions the highest. */
export const lastAnswers = (rows: readonly AnswerRow[]): Map<string, AnswerValue> =>
  new Map(rows.map(({ question, value }) => [question, value]));

const saveAnswersSql = statement({
  name: 'save-given-answers',
  text: `INSERT INTO answers (invitation, question, revision, value, channel, language, message, at, late)
         SELECT $1::uuid, a.question, $2, a.value, $3, $4, $5::uuid, to_timestamp($6), $7
           FROM unnest($8::text[], $9::jsonb[]) AS a (question, value)`,
});

export type SavedAnswers = {
  invitation: string;
  revision: number;
  answers: ReadonlyMap<string, AnswerValue>;
  channel: Channel;
  language?: string | undefined;
  message?: string | undefined;
  at: number;
  late: boolean;
};

/** Keeps these answers as a revision of their own; who holds the response may. */
export const saveRevision = async (tx: Transaction, saved: SavedAnswers): Promise<void> => {
  const { invitation, revision, answers, channel, language, message, at, late } = saved;
  await tx.query(
    saveAnswersSql([
      invitation,
      revision,
      channel,
      language ?? null,
      message ?? null,
      at / 1000,
      late,
      [...answers.keys()],
      [...answers.values()].map((value) => JSON.stringify(value)),
    ]),
  );
};

const saveResponseSql = statement({
  name: 'save-response',
  text: `UPDATE responses SET state = $2, revision = $3, answered_at = to_timestamp($4), language = coalesce($5, language),
                completed_at = coalesce(completed_at, CASE WHEN $2 = 'completed' THEN to_timestamp($4) END),
                screened_by = $6, left_out = coalesce(left_out, $7)
          WHERE invitation = $1::uuid`,
});

/** How far it came with this revision. When it was completed first is kept, and why it was left out before. */
export const saveResponse = async (
  tx: Transaction,
  saved: Beginning & { state: ResponseState; revision: number; screenedBy: string | undefined },
): Promise<void> => {
  const { invitation, state, revision, at, language, screenedBy, leftOut } = saved;
  const values = [invitation, state, revision, at / 1000, language ?? null, screenedBy ?? null, leftOut ?? null];
  await tx.query(saveResponseSql(values));
};

const removeAnswersSql = statement(`
  WITH gone AS (DELETE FROM answers WHERE invitation = ANY ($1::uuid[]))
  DELETE FROM responses WHERE invitation = ANY ($1::uuid[]) RETURNING invitation, revision`);

/** Removes what was answered to these invitations; gives how far the revisions of each went. */
export const removeAnswers = async (
  tx: Transaction,
  invitations: readonly string[],
): Promise<{ invitation: string; revision: number }[]> => {
  if (invitations.length === 0) return [];
  const { rows } = await tx.query<{ invitation: string; revision: number }>(removeAnswersSql([invitations]));
  return rows;
};
