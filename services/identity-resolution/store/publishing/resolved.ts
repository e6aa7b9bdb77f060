import { AcceptedInteraction, type Note } from '@hilo/contracts';
import { checkOf, snapshot, statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Attribution } from '../../domain/attribute.ts';
import { factOf, unusedOf } from '../../domain/fact.ts';
import type { Node } from '../../domain/node.ts';
import { notesOf } from '../../domain/notes.ts';
import type { Rules } from '../../domain/rules.ts';
import { StoredRule } from '../graph/interactions.ts';
import type { RulesInForce } from '../registry/rules-in-force.ts';

const Row = z.object({
  content: z.string(),
  subject: z.string(),
  kind: z.string().nullable(),
  value: z.string().nullable(),
  rule: StoredRule,
  version: z.int(),
  withdrawn: z.boolean(),
  customer: z.string(),
  recordVersion: z.int(),
});

const readResolvedSql = statement(`
  SELECT i.content, i.subject, nullif(s.kind, '') AS kind, nullif(s.value, '') AS value, i.rule, i.version, i.withdrawn,
         coalesce(s.customer, i.subject) AS customer,
         greatest(c.record_version, 1) AS "recordVersion"
    FROM interactions AS i
    LEFT JOIN identifiers AS s ON s.id = i.subject
    LEFT JOIN identifiers AS c ON c.id = s.customer
   WHERE i.key = ANY ($1::uuid[]) AND i.content <> ''`);

/**
 * Stored interactions with whose they are now. Of one that counts for nobody, the identifier may be nobody's any more: it
 * is told with the one that it was last attributed to.
 */
export const readResolved = (pool: Pool, rules: RulesInForce, keys: readonly string[]): Promise<Resolved[]> =>
  snapshot(pool, async (tx) => {
    const inForce = await rules.within(tx);
    const { rows } = await tx.query(readResolvedSql([keys]));
    return z
      .array(Row)
      .parse(rows)
      .map(({ subject, kind, value, rule, withdrawn, ...one }) => {
        const interaction = interactionIn(one.content);
        const { source, id } = interaction;
        return {
          source,
          id,
          ...one,
          attribution: {
            node:
              kind === null || value === null ? nodeIn(inForce, interaction, subject) : { id: subject, kind, value },
            rule: rule === 'names-nobody' ? 'strongest-identifier' : rule,
          },
          withdrawn: withdrawn || rule === 'names-nobody',
          registryVersion: inForce.registry.version,
          notes: notesIn(inForce, interaction),
        };
      });
  });

const isAccepted = checkOf(AcceptedInteraction);

/** What is stored was let in by the same check. */
const interactionIn = (content: string): AcceptedInteraction => {
  const stored: unknown = JSON.parse(content);
  return isAccepted(stored) ? stored : AcceptedInteraction.parse(stored);
};

const notesIn = ({ registry, deriveId }: Rules, interaction: AcceptedInteraction) => {
  const unused = unusedOf(registry, deriveId, interaction);
  return unused.length === 0 ? undefined : notesOf(unused);
};

/** Of one that was withdrawn before it was heard of, the interaction alone may know the identifier. */
const nodeIn = ({ registry, deriveId }: Rules, interaction: AcceptedInteraction, subject: string): Node => {
  const [{ kind, value } = { kind: 'unknown', value: subject }] = interaction.identifiers;
  const node = factOf(registry, deriveId, interaction)?.nodes.find(({ id }) => id === subject);
  return node ?? { id: subject, kind, value };
};

export type Resolved = {
  source: string;
  id: string;
  /** The interaction as it was accepted, JSON. */
  content: string;
  attribution: Attribution;
  customer: string;
  version: number;
  recordVersion: number;
  registryVersion: number;
  /** It counts for nobody any more. */
  withdrawn: boolean;
  /** Which of its identifiers are not used as they were posted, where there are any. */
  notes?: readonly Note[] | undefined;
};
