import type { Identifier } from './identifier.ts';
import type { Interaction } from './interaction.ts';

/** The kinds that say best who it is, the strongest first. It only spreads the log; identity has rules of its own. */
const strongestFirst = ['customer_number', 'national_id', 'user_id', 'loyalty_id', 'email', 'phone', 'whatsapp'];

/**
 * The key of an interaction in the log: the strongest identifier, so that what concerns one person mostly keeps its order,
 * whichever service writes it.
 */
export const logKeyOf = ({ identifiers }: Pick<Interaction, 'identifiers'>): string => {
  const rank = ({ kind }: Identifier): number => {
    const place = strongestFirst.indexOf(kind);
    return place < 0 ? strongestFirst.length : place;
  };
  const strongest = identifiers.reduce((best, one) => (rank(one) < rank(best) ? one : best));
  return strongest ? `${strongest.kind}:${strongest.value.trim().toLowerCase()}` : '';
};
