import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { hashOfToken, type TokenPurpose, tokenPurposes } from '../domain/tokens/token.ts';

/** A link that was given to somebody, as it is kept. Times are in milliseconds since the epoch. */
export type KeptToken = {
  /** Of the token, as `newToken` gives it. */
  hash: string;
  purpose: TokenPurpose;
  invitation: string;
  /** The message that carries the link. */
  message?: string | undefined;
  /** The contact point to which it goes, by its keyed hash. */
  place?: string | undefined;
  createdAt: number;
  /** Until when it takes answers; refusing works for as long as the row stands. */
  expiresAt: number;
};

const saveTokensSql = statement({
  name: 'save-survey-tokens',
  text: `INSERT INTO survey_tokens (hash, purpose, invitation, message, place, created_at, expires_at)
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[])`,
});

/** Keeps these links, with the transaction that gives them to people. */
export const saveTokens = async (tx: Transaction, tokens: readonly KeptToken[]): Promise<void> => {
  if (tokens.length === 0) return;
  await tx.query(
    saveTokensSql([
      tokens.map(({ hash }) => hash),
      tokens.map(({ purpose }) => purpose),
      tokens.map(({ invitation }) => invitation),
      tokens.map(({ message }) => message ?? null),
      tokens.map(({ place }) => place ?? null),
      tokens.map(({ createdAt }) => new Date(createdAt).toISOString()),
      tokens.map(({ expiresAt }) => new Date(expiresAt).toISOString()),
    ]),
  );
};

const findTokenSql = statement({
  name: 'find-survey-token',
  text: `SELECT hash, purpose, invitation, message, place, created_at AS "createdAt", expires_at AS "expiresAt"
           FROM survey_tokens WHERE hash = $1 AND purpose = $2`,
});

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

const TokenRow = z.object({
  hash: z.string(),
  purpose: z.enum(tokenPurposes),
  invitation: z.string(),
  message: orNothing,
  place: orNothing,
  createdAt: milliseconds,
  expiresAt: milliseconds,
});

/** What a link is about, expired or not: nothing where it was never given, or is good for something else. */
export const findToken = async (
  pool: Pick<Transaction, 'query'>,
  token: string,
  purpose: TokenPurpose,
): Promise<KeptToken | undefined> => {
  const { rows } = await pool.query(findTokenSql([hashOfToken(token), purpose]));
  return rows[0] === undefined ? undefined : TokenRow.parse(rows[0]);
};
