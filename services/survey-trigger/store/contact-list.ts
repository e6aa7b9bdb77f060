import { ContactClass, Identifier } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { MatchingRule, Teller, ToldContact } from '../domain/contact.ts';

const time = z.date().transform((date) => date.getTime());

const ContactRow = z.object({
  id: z.string(),
  at: time,
  channel: ToldContact.shape.channel,
  direction: ToldContact.shape.direction,
  // What nobody can read any more is not shown, and hides nothing else.
  contactPoint: Identifier.nullable().catch(null),
  purpose: z.string().nullable(),
  class: ContactClass.nullable(),
  touchpoint: z.string().nullable(),
  reservedAt: time.nullable(),
  expiresAt: time.nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  outcome: z.string().nullable(),
  weight: z.number(),
  source: z.string(),
  tellers: z.array(z.object({ teller: Teller, source: z.string(), id: z.string() })),
  rule: MatchingRule,
});
export type ContactRow = z.infer<typeof ContactRow>;

const columns = `c.id, c.at, c.channel, c.direction, c.contact_point AS "contactPoint", c.purpose, c.class, c.touchpoint,
  c.reserved_at AS "reservedAt", c.expires_at AS "expiresAt", c.started_at AS "startedAt", c.ended_at AS "endedAt", c.outcome, c.weight, c.source, c.tellers, c.rule`;
const before = '(c.at, c.id) < ($3::timestamptz, $4::uuid)';

const readContactsSql = statement({
  name: 'read-contacts',
  text: `WITH own AS (SELECT subject FROM claims WHERE customer = $1)
         SELECT ${columns} FROM contacts c WHERE c.id IN (
           (SELECT c.id FROM contacts c WHERE c.subject IN (SELECT subject FROM own) AND ${before} ORDER BY c.at DESC, c.id DESC LIMIT $5)
           UNION (SELECT c.id FROM contacts c WHERE c.subject IS NULL AND c.place = ANY ($2::text[]) AND ${before}
                   ORDER BY c.at DESC, c.id DESC LIMIT $5))
          ORDER BY c.at DESC, c.id DESC LIMIT $5`,
});

export type ContactsAsked = {
  customer: string;
  places: readonly string[];
  after: readonly [at: string, id: string] | undefined;
  limit: number;
};

const last = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

/**
 * A page of the contacts with a customer, the latest first: those that are known to be hers, and those at her contact points of which nobody
 * knows whose they are.
 */
export const readContacts = async (
  pool: Pool,
  { customer, places, after = last, limit }: ContactsAsked,
): Promise<ContactRow[]> => {
  const { rows } = await pool.query(readContactsSql([customer, places, ...after, limit]));
  return z.array(ContactRow).parse(rows);
};
