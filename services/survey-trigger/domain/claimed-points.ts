import type { Conflict, Identifier } from '@hilo/contracts';
import { isContactPoint } from './reached-by.ts';

type Held = { identifiers: readonly Identifier[]; conflicts?: readonly Conflict[] | undefined };

/** What does not say that it is somebody else's: there are more of it than one may have, or use. */
const byLimit: readonly string[] = ['max-per-customer', 'shared'];

/**
 * Contact points that an interaction named together with an identifier of this customer, and that are another's by a limit of the rules alone: a
 * household's telephone, of which whoever came first has the record. Nobody has said that it is not hers.
 */
export const claimedPoints = ({ identifiers, conflicts = [] }: Held): Identifier[] => {
  const keyOf = ({ kind, value }: Identifier): string => JSON.stringify([kind, value]);
  const own = new Set(identifiers.map(keyOf));
  const all = conflicts
    .filter(({ reason }) => byLimit.includes(reason))
    .flatMap(({ between: [one, other] }) => [
      ...(own.has(keyOf(one)) ? [other] : []),
      ...(own.has(keyOf(other)) ? [one] : []),
    ])
    .filter((point) => isContactPoint(point) && !own.has(keyOf(point)));
  return [...new Map(all.map(({ kind, value }) => [keyOf({ kind, value }), { kind, value }])).values()];
};
