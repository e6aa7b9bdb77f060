import type { Dimension, Filters } from './question.ts';

type Named = { groupBy: readonly Dimension[]; filters?: Pick<Filters, 'traits' | 'properties'> };

/**
 * The first trait or property in a question that may say who somebody is, as it is called in `groupBy`: any that is not among those
 * that were declared to be for figures. `undefined` where there is none.
 */
export const personalIn = ({ groupBy, filters = {} }: Named, declared: readonly string[]): string | undefined => {
  const named = [
    ...groupBy.filter(({ by }) => by === 'trait' || by === 'property').map(({ name }) => name),
    ...Object.keys(filters.traits ?? {}).map((name) => `traits.${name}`),
    ...Object.keys(filters.properties ?? {}).map((name) => `properties.${name}`),
  ];
  return named.find((name) => !declared.includes(name));
};
