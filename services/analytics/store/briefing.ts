import { CustomerRecord } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const readBriefingSql = statement(`
  SELECT (SELECT p.traits -> 'givenName' FROM profiles p WHERE p.customer = c.id) AS "givenName",
         (SELECT p.preferences FROM profiles p WHERE p.customer = c.id) AS preferences,
         (SELECT l.word FROM subjects s JOIN facts f ON f.subject = s.no JOIN words l ON l.no = f.locale
           WHERE s.customer = c.no AND NOT f.withdrawn ORDER BY f.occurred_at DESC LIMIT 1) AS locale
    FROM customers c WHERE c.id = $1 AND NOT c.deleted`);

const Told = z.object({ value: z.unknown() });
const Person = z.object({
  givenName: z.union([Told, z.array(Told)]).nullable(),
  preferences: CustomerRecord.shape.contactPreferences.nullable(),
  locale: z.string().nullable(),
});

const readLatelySql = statement(`
  SELECT f.occurred_at AS "occurredAt", t.channel, t.touchpoint, t.kind, d.word AS direction, o.word AS outcome, f.verbatim,
         coalesce((SELECT json_agg(json_build_object('scale', a.scale, 'value', a.value) ORDER BY a.place)
                     FROM answers a WHERE a.source = f.source AND a.id = f.id AND a.scale IN ('nps', 'csat', 'ces')), '[]') AS scores
    FROM (SELECT w.word AS source, f.id, f.occurred_at, f.step, f.direction, f.outcome, f.verbatim
            FROM customers c JOIN subjects s ON s.customer = c.no
           CROSS JOIN LATERAL (SELECT * FROM facts f WHERE f.subject = s.no AND NOT f.withdrawn
                                ORDER BY f.occurred_at DESC, f.source DESC, f.id DESC LIMIT $2) AS f
            JOIN words w ON w.no = f.source
           WHERE c.id = $1 ORDER BY f.occurred_at DESC, f.source DESC, f.id DESC LIMIT $2) AS f
    JOIN steps t ON t.no = f.step LEFT JOIN words d ON d.no = f.direction LEFT JOIN words o ON o.no = f.outcome
   ORDER BY f.occurred_at DESC, f.source DESC, f.id DESC`);

const Lately = z.array(
  z.object({
    occurredAt: z.date(),
    channel: z.string(),
    touchpoint: z.string(),
    kind: z.string(),
    direction: z.string().nullable(),
    outcome: z.string().nullable(),
    verbatim: z.string().nullable(),
    scores: z.array(z.object({ scale: z.string(), value: z.number() })),
  }),
);

/** What is kept of a customer for whoever is about to talk to her: names, languages, and so many of the latest interactions. */
export const readBriefing = async (pool: Pool, customer: string, count: number) => {
  const [person, lately] = await Promise.all([
    pool.query(readBriefingSql([customer])),
    pool.query(readLatelySql([customer, count])),
  ]);
  return { ...Person.parse(person.rows[0]), lately: Lately.parse(lately.rows) };
};
