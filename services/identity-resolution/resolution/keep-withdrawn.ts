import type { Transaction } from '@hilo/runtime';
import { attribute } from '../domain/attribute.ts';
import type { Rules } from '../domain/rules.ts';
import { type Messages, noMessages, resolvedMessage } from '../publishing/messages.ts';
import { nameInWithdrawals } from '../store/decisions.ts';
import { keepWithdrawn } from '../store/graph/interactions.ts';
import { readNodes } from '../store/graph/read-graph.ts';
import { readVersions } from '../store/graph/versions.ts';
import type { CountedFact } from './record-change.ts';

/**
 * Keeps interactions that were withdrawn before they were heard of, and tells everybody that they are: whose they would be,
 * as of those that were withdrawn afterwards. They count for nobody, and change nobody's record.
 */
export const keepUnheard = async (
  tx: Transaction,
  { registry }: Rules,
  withdrawn: readonly CountedFact[],
): Promise<Pick<Messages, 'resolved' | 'interactions'>> => {
  if (withdrawn.length === 0) return noMessages;
  const named = new Set(withdrawn.flatMap(({ fact }) => fact.nodes.map(({ id }) => id)));
  const known = new Map((await readNodes(tx, 'id', [...named])).map((node) => [node.id, node]));
  const versions = await readVersions(tx, [...new Set([...known.values()].map(({ customer }) => customer))]);
  const attributed = withdrawn.map(({ fact, content, version }) => {
    const attribution = attribute(fact, (id) => known.get(id)?.shared === true);
    const { key, nodes, source, id } = fact;
    return { key, nodes, source, id, content, version, attribution };
  });
  await keepWithdrawn(
    tx,
    attributed.map(({ attribution: { node, rule }, ...one }) => ({ ...one, subject: node.id, rule })),
  );
  await nameInWithdrawals(tx, attributed);
  return {
    interactions: attributed.map(({ key }) => key),
    resolved: attributed.map(({ source, id, content, version, attribution }) => {
      const customer = known.get(attribution.node.id)?.customer ?? attribution.node.id;
      const recordVersion = Math.max(versions.get(customer)?.version ?? 1, 1);
      const registryVersion = registry.version;
      return resolvedMessage({
        source,
        id,
        content,
        attribution,
        customer,
        version,
        recordVersion,
        registryVersion,
        withdrawn: true,
      });
    }),
  };
};
