import { snapshot } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Resolved } from '../messages.ts';
import type { RulesInForce } from '../rules-in-force.ts';
import { Rule } from './interactions.ts';

const Row = z.object({
  source: z.string(),
  id: z.string(),
  content: z.string(),
  subject: z.string(),
  kind: z.string(),
  value: z.string(),
  rule: Rule,
  version: z.int(),
  withdrawn: z.boolean(),
  customer: z.string(),
  recordVersion: z.int(),
});

/**
 * Stored interactions with whose they are now. Of one that counts for nobody, the identifier may be nobody's any more: it
 * is told with the one that it was last attributed to.
 */
export const readResolved = (pool: Pool, rules: RulesInForce, keys: readonly string[]): Promise<Resolved[]> =>
  snapshot(pool, async (tx) => {
    const { registry } = await rules.within(tx);
    const { rows } = await tx.query(
      `SELECT i.content::json ->> 'source' AS source, i.content::json ->> 'id' AS id, i.content, i.subject, s.kind, s.value, i.rule, i.version, i.withdrawn, s.customer,
              greatest(c.record_version, 1) AS "recordVersion"
         FROM interactions AS i
         JOIN identifiers AS s ON s.id = i.subject
         JOIN identifiers AS c ON c.id = s.customer
        WHERE i.key = ANY ($1::uuid[])`,
      [keys],
    );
    return z
      .array(Row)
      .parse(rows)
      .map(({ subject, kind, value, rule, withdrawn, ...one }) => ({
        ...one,
        attribution: {
          node: { id: subject, kind, value },
          rule: rule === 'names-nobody' ? 'strongest-identifier' : rule,
        },
        withdrawn: withdrawn || rule === 'names-nobody',
        registryVersion: registry.version,
      }));
  });
