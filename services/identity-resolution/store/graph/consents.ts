import { AcceptedInteraction } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { type Fact, factOf } from '../../domain/fact.ts';
import type { Rules } from '../../domain/rules.ts';

const readConsentFactsSql = statement(`
  SELECT content, subject FROM interactions
   WHERE NOT withdrawn AND content LIKE '%"consents"%'
     AND subject IN (SELECT unnest($1::uuid[])
                     UNION SELECT b FROM links WHERE a = ANY ($1::uuid[])
                     UNION SELECT a FROM links WHERE b = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM b
                     UNION SELECT a FROM links WHERE beyond = ANY ($1::uuid[]) AND b = beyond)
  UNION
  SELECT content, subject FROM interactions
   WHERE NOT withdrawn AND content LIKE '%"consents"%'
     AND key IN (SELECT origin FROM denials WHERE node = ANY ($1::uuid[]))`);

/** Facts that state a consent of who has these nodes, or for one of them as a contact point, each with its subject. */
export const readConsentFacts = async (
  tx: Transaction,
  { registry, deriveId }: Rules,
  nodes: readonly string[],
): Promise<(Fact & { subject: string })[]> => {
  // Who states a consent for a contact point names it: such a fact is attributed to it, to one linked with it, or it
  // says that it was the wrong person's.
  const { rows } = await tx.query<{ content: string; subject: string }>(readConsentFactsSql([nodes]));
  return rows.flatMap(({ content, subject }) => {
    const fact = factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content)));
    return fact === undefined ? [] : [{ ...fact, subject }];
  });
};
