import type { AcceptedInteraction } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { compare } from './fact.ts';
import { namedBy } from './node.ts';
import type { Registry } from './registry.ts';

/** How identifiers were posted first in these interactions, by their ids; of one moment, the first in order. */
export const spellingsIn = (
  registry: Registry,
  deriveId: DeriveId,
  interactions: readonly AcceptedInteraction[],
): ReadonlyMap<string, string> => {
  const first = new Map<string, { at: number; value: string }>();
  for (const { occurredAt, identifiers, consents = [] } of interactions) {
    const at = Date.parse(occurredAt);
    for (const one of [...identifiers, ...consents.flatMap(({ contactPoint }) => contactPoint ?? [])]) {
      for (const { id } of namedBy(registry, deriveId, one).nodes) {
        const known = first.get(id);
        const isEarlier = known === undefined || (at - known.at || compare(one.value, known.value)) < 0;
        if (isEarlier) first.set(id, { at, value: one.value });
      }
    }
  }
  return new Map([...first].map(([id, { value }]) => [id, value]));
};
