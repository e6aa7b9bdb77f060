import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { answerDaysWithout } from '../domain/answers/taking.ts';
import { hashOfToken, type TokenPurpose } from '../domain/tokens/token.ts';
import { type AskedInvitation, askedColumns, askedFrom, readAsked } from './asked.ts';

/** What there is behind a link, whether it is expired or not. Times are in milliseconds since the epoch. */
export type PageLink = AskedInvitation & {
  expiresAt: number;
  /** When whoever carries it took the message with the link. */
  handedOverAt: number | undefined;
  response: { state: string; language: string | undefined; completedAt: number | undefined } | undefined;
  /** Of her record. */
  language: string | undefined;
};

const completedAt = `coalesce(r.completed_at, CASE WHEN r.state = 'screened-out' THEN r.answered_at END)`;

const linkSql = `SELECT ${askedColumns}, a.expires_at AS "expiresAt", m.handed_over_at AS "handedOverAt", r.state AS "responseState",
                r.language AS "responseLanguage",
                ${completedAt} AS "completedAt",
                p.record->'contactPreferences'->>'language' AS language
           FROM ${askedFrom('(SELECT * FROM survey_tokens t WHERE t.hash = $1 AND t.purpose = $2)')}
           LEFT JOIN responses r ON r.invitation = i.id
           LEFT JOIN profiles p ON p.customer = k.customer`;

const findPageLinkSql = statement({ name: 'find-page-link', text: linkSql });

// One question for every link, and no row of one that is closed: reading what it was about would take longer than where there is none.
const findOpenSurveySql = statement({
  name: 'find-open-survey',
  text: `${linkSql} WHERE a.expires_at > to_timestamp($3) AND (${completedAt} IS NULL OR ${completedAt} > to_timestamp($4))
            AND i.deadline + make_interval(days => coalesce((v.programme->>'answerDays')::int, ${answerDaysWithout})) > to_timestamp($3)`,
});

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);
const milliseconds = z.date().transform((at) => at.getTime());

const LinkRow = z.object({
  expiresAt: milliseconds,
  handedOverAt: optional(milliseconds),
  responseState: optional(z.string()),
  responseLanguage: optional(z.string()),
  completedAt: optional(milliseconds),
  language: optional(z.string()),
});

/** What a link leads to; nothing where it was never given, is good for something else, or whoever it was given to is erased. */
export const findPageLink = async (
  pool: Pick<Transaction, 'query'>,
  token: string,
  purpose: TokenPurpose,
): Promise<PageLink | undefined> => {
  const { rows } = await pool.query(findPageLinkSql([hashOfToken(token), purpose]));
  return linkIn(rows);
};

/** For so long after the last answer whoever opens the link sees thanks, and may go back; then the link is used up. */
const thankedMs = 30 * 60_000;

/** A survey that may be answered now, or was a moment ago; nothing where it was never given, is used up, or has expired. */
export const findOpenSurvey = async (
  pool: Pick<Transaction, 'query'>,
  token: string,
  now: number,
): Promise<PageLink | undefined> => {
  const values = [hashOfToken(token), 'answer', now / 1000, (now - thankedMs) / 1000];
  const { rows } = await pool.query(findOpenSurveySql(values));
  return linkIn(rows);
};

const linkIn = (rows: readonly unknown[]): PageLink | undefined => {
  const asked = readAsked(rows)[0];
  if (asked === undefined) return undefined;
  const { responseState, responseLanguage, completedAt, ...link } = LinkRow.parse(rows[0]);
  const response =
    responseState === undefined ? undefined : { state: responseState, language: responseLanguage, completedAt };
  return { ...asked, ...link, response };
};
