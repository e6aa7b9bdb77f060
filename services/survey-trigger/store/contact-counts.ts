import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isStanding } from './contacts.ts';

/** By what contacts are counted; `all` is all of them. */
const kindsOfCount = ['all', 'source', 'channel', 'class', 'purpose', 'day'] as const;
export type KindOfCount = (typeof kindsOfCount)[number];

// Of whom nobody knows who it is, a contact point is somebody.
const countContactsOfDaysSql = statement(`
  SELECT CASE WHEN grouping(source) = 0 THEN 'source' WHEN grouping(channel) = 0 THEN 'channel' WHEN grouping(class) = 0 THEN 'class'
              WHEN grouping(purpose) = 0 THEN 'purpose' WHEN grouping(day) = 0 THEN 'day' ELSE 'all' END AS kind,
         coalesce(source, channel, class, purpose, day) AS name,
         count(*)::int AS contacts, count(DISTINCT who)::int AS people,
         (count(*) FILTER (WHERE outcome = 'refused'))::int AS refused,
         (count(*) FILTER (WHERE outcome = 'wrong_person'))::int AS "wrongPerson",
         (count(*) FILTER (WHERE outcome = 'bounced'))::int AS bounced,
         (count(*) FILTER (WHERE expires_at IS NOT NULL))::int AS reserved
    FROM (SELECT c.source, c.channel, c.class, c.purpose, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, c.outcome, c.expires_at,
                 coalesce(k.customer::text, c.place) AS who
            FROM contacts AS c LEFT JOIN claims AS k ON k.subject = c.subject
           WHERE c.direction = 'outbound' AND ${isStanding('c', 'to_timestamp($3)')}
             AND c.at >= $1::date AT TIME ZONE 'UTC' AND c.at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC') AS made
   GROUP BY GROUPING SETS ((), (source), (channel), (class), (purpose), (day))
   ORDER BY kind, contacts DESC, name`);

const Counts = z.object({
  contacts: z.int(),
  people: z.int(),
  refused: z.int(),
  wrongPerson: z.int(),
  bounced: z.int(),
  reserved: z.int(),
});
const Row = Counts.extend({ kind: z.enum(kindsOfCount), name: z.string().nullable() });

export type CountedContacts = z.infer<typeof Row>;

type Days = { from: string; to: string };

/** Contacts that somebody was made, or that are reserved, on these days (UTC), both with all of them: all, and by what they are. */
export const countContactsOfDays = async (pool: Pool, { from, to }: Days, now: number): Promise<CountedContacts[]> => {
  const { rows } = await pool.query(countContactsOfDaysSql([from, to, now / 1000]));
  return z.array(Row).parse(rows);
};

const countObjectionsSql = statement(`
  SELECT count(DISTINCT coalesce(k.customer::text, f.place))::int AS people
    FROM contact_facts AS f LEFT JOIN claims AS k ON k.subject = f.subject
   WHERE f.brake = 'objection' AND NOT f.withdrawn
     AND f.at >= $1::date AT TIME ZONE 'UTC' AND f.at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'`);

/** How many objected on these days, wherever they said it, to being contacted at all. */
export const countObjections = async (pool: Pool, { from, to }: Days): Promise<number> => {
  const { rows } = await pool.query(countObjectionsSql([from, to]));
  return z.tuple([z.object({ people: z.int() })]).parse(rows)[0].people;
};
