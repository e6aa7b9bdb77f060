import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';

const orNothing = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);

const SpokenOf = z.object({ programme: z.string(), programmeVersion: z.int(), language: orNothing });
/** By which programme a message asks, and which language the customer has said. */
export type SpokenOf = z.infer<typeof SpokenOf>;

const findOfMessageSql = statement({
  name: 'find-language-of-message',
  text: `SELECT i.programme, i.programme_version AS "programmeVersion", p.record->'contactPreferences'->>'language' AS language
           FROM messages m JOIN invitations i ON i.id = m.invitation LEFT JOIN claims k ON k.subject = m.subject
           LEFT JOIN profiles p ON p.customer = coalesce(k.customer, m.customer) WHERE m.id = $1::uuid`,
});

export const findLanguageOfMessage = async (
  tx: Pick<Transaction, 'query'>,
  message: string,
): Promise<SpokenOf | undefined> => {
  const { rows } = await tx.query(findOfMessageSql([message]));
  return rows[0] && SpokenOf.parse(rows[0]);
};

const findAtPlacesSql = statement({
  name: 'find-language-at-places',
  text: `SELECT p.record->'contactPreferences'->>'language' AS language FROM contact_points c JOIN profiles p ON p.customer = c.customer
          WHERE c.place = ANY ($1::text[]) AND p.record->'contactPreferences'->>'language' IS NOT NULL ORDER BY p.customer LIMIT 1`,
});

/** The language of somebody who has one of these contact points, if it is known. */
export const findLanguageAt = async (
  tx: Pick<Transaction, 'query'>,
  places: readonly string[],
): Promise<string | undefined> => (await tx.query<{ language: string }>(findAtPlacesSql([places]))).rows[0]?.language;
