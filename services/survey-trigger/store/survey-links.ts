import { type DecidedBy, type Erasure, Identifier } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { ownSource } from '../domain/candidate.ts';
import { hashOfToken } from '../domain/tokens/token.ts';

export type NewSurveyLink = {
  id: string;
  hash: string;
  kind: 'transaction' | 'sign';
  programme: string;
  touchpoint: string;
  identifier: Identifier | undefined;
  subject: string | undefined;
  by: DecidedBy;
  now: number;
  expiresAt: number;
};

type Writer = Pick<Transaction, 'query'>;

const insertLinkSql = statement(`
  INSERT INTO survey_links (id, hash, kind, programme, touchpoint, identifier, subject, by, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9), to_timestamp($10))`);

export const insertLink = async (tx: Writer, link: NewSurveyLink): Promise<void> => {
  const { id, hash, kind, programme, touchpoint, identifier, subject, by, now, expiresAt } = link;
  const known = identifier === undefined ? null : JSON.stringify(identifier);
  await tx.query(
    insertLinkSql([
      ...[id, hash, kind, programme, touchpoint, known, subject ?? null],
      ...[JSON.stringify(by), now / 1000, expiresAt / 1000],
    ]),
  );
};

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

const SurveyLink = z.object({
  id: z.string(),
  kind: z.enum(['transaction', 'sign']),
  programme: z.string(),
  touchpoint: z.string(),
  identifier: orNothing(Identifier),
  subject: orNothing(z.string()),
  createdAt: milliseconds,
  expiresAt: milliseconds,
});
/** A link that was printed; times are in milliseconds since the epoch. */
export type SurveyLink = z.infer<typeof SurveyLink>;

const findLinkSql = statement({
  name: 'find-survey-link',
  text: `SELECT id, kind, programme, touchpoint, identifier, subject, created_at AS "createdAt", expires_at AS "expiresAt"
           FROM survey_links WHERE hash = $1`,
});

export const findLink = async (tx: Writer, code: string): Promise<SurveyLink | undefined> => {
  const { rows } = await tx.query(findLinkSql([hashOfToken(code)]));
  return rows[0] && SurveyLink.parse(rows[0]);
};

const removeLinkSql = statement('DELETE FROM survey_links WHERE id = $1');

export const removeLink = async (tx: Writer, id: string): Promise<boolean> =>
  ((await tx.query(removeLinkSql([id]))).rowCount ?? 0) > 0;

const removeLinksOfSql = statement(`
  DELETE FROM survey_links WHERE subject = ANY ($1::uuid[]) AND created_at < $2::timestamptz + interval '1 millisecond'`);

/** Removes the links on receipts of a person, until then. */
export const removeLinksOf = async (tx: Transaction, { subjects, at }: Erasure): Promise<void> => {
  await tx.query(removeLinksOfSql([subjects, at]));
};

const knownSubjectSql = statement(
  'SELECT subject FROM claims WHERE subject = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], subject) LIMIT 1',
);

/** Of the derived ids of these spellings the one that somebody has; the first, if nobody has any. */
export const knownSubject = async (tx: Writer, subjects: readonly string[]): Promise<string | undefined> => {
  const { rows } = await tx.query<{ subject: string }>(knownSubjectSql([subjects]));
  return rows[0]?.subject ?? subjects[0];
};

export type AskedByLink = {
  id: string;
  programme: string;
  programmeVersion: number;
  touchpoint: string;
  subject: string;
  identifier: Identifier;
  now: number;
  occurredAt: number;
  deadline: number;
};

const askByLinkSql = statement({
  name: 'ask-by-link',
  text: `INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                                  attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state, channel,
                                  decided_at)
         VALUES ($1::uuid, $2, $3, '${ownSource}', 'link:' || $1::uuid, $4, $5::uuid,
                 coalesce((SELECT customer FROM claims WHERE subject = $5::uuid), $5::uuid), 1, 0, $6, to_timestamp($7), to_timestamp($8),
                 to_timestamp($9), 'invited', 'web', to_timestamp($8))
         ON CONFLICT (id) DO NOTHING`,
});

/** Notes that somebody who opened a link is asked; once for each transaction. */
export const askByLink = async (tx: Transaction, asked: AskedByLink): Promise<void> => {
  const { id, programme, programmeVersion, touchpoint, subject, identifier, now, occurredAt, deadline } = asked;
  const circumstances = JSON.stringify({ answered: [], identifier });
  await tx.query(
    askByLinkSql([
      ...[id, programme, programmeVersion, touchpoint, subject, circumstances],
      ...[occurredAt / 1000, now / 1000, deadline / 1000],
    ]),
  );
};
