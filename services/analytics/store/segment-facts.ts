import { statement } from '@hilo/runtime';
import type { CustomerFacts } from '@hilo/segments';
import type { Pool } from 'pg';
import { z } from 'zod';

const atMs = (time: string): string => `round(extract(epoch FROM date_trunc('milliseconds', ${time})) * 1000)`;

const readFactsSql = statement(`
  SELECT c.id AS customer, coalesce((SELECT p.traits FROM profiles p WHERE p.customer = c.id), '{}') AS traits,
         coalesce((SELECT json_agg(json_build_object('at', ${atMs('f.occurred_at')}, 'channel', t.channel, 'touchpoint', t.touchpoint,
                                     'kind', t.kind, 'direction', d.word, 'outcome', o.word, 'properties', f.properties::json)
                            ORDER BY f.occurred_at, w.word COLLATE "C", f.id COLLATE "C")
                     FROM subjects s JOIN facts f ON f.subject = s.no JOIN steps t ON t.no = f.step JOIN words w ON w.no = f.source
                     LEFT JOIN words d ON d.no = f.direction LEFT JOIN words o ON o.no = f.outcome
                    WHERE s.customer = c.no AND NOT f.withdrawn), '[]') AS interactions,
         coalesce((SELECT json_agg(json_build_object('at', ${atMs('a.occurred_at')}, 'scale', a.scale, 'value', a.value,
                                     'channel', a.channel, 'touchpoint', a.touchpoint)
                            ORDER BY date_trunc('milliseconds', a.occurred_at), a.source COLLATE "C", a.id COLLATE "C", a.place)
                     FROM subjects s JOIN facts f ON f.subject = s.no JOIN words w ON w.no = f.source
                     JOIN answers a ON a.source = w.word AND a.id = f.id
                    WHERE s.customer = c.no), '[]') AS answers
    FROM customers c WHERE c.id = ANY ($1::uuid[]) AND NOT c.deleted ORDER BY c.id`);

const optionalWord = z
  .string()
  .nullable()
  .transform((word) => word ?? undefined);

const Facts = z.object({
  customer: z.string(),
  traits: z.record(z.string(), z.unknown()),
  interactions: z.array(
    z.object({
      at: z.number(),
      channel: z.string(),
      touchpoint: z.string(),
      kind: z.string(),
      direction: optionalWord,
      outcome: optionalWord,
      properties: z.unknown(),
    }),
  ),
  answers: z.array(
    z.object({
      at: z.number(),
      scale: z.string(),
      value: z.number(),
      channel: z.string(),
      touchpoint: z.string(),
    }),
  ),
}) satisfies z.ZodType<CustomerFacts>;

/** All that a segment may ask of these customers, as the evaluator takes it, in the order of their ids. */
export const readSegmentFacts = async (pool: Pool, customers: readonly string[]): Promise<z.infer<typeof Facts>[]> => {
  const { rows } = await pool.query(readFactsSql([customers]));
  return z.array(Facts).parse(rows);
};
