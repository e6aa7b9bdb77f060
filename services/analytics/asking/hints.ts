import type { Transaction } from '@hilo/runtime';
import type { FigureQuery } from '../domain/figure-query.ts';
import { findNeverHeard } from '../store/asked/never-heard.ts';

/** Why there may be nothing: what is asked for that nobody has ever said, and how to see what was. */
export const hintsOf = async (
  tx: Transaction,
  { filters }: Pick<FigureQuery, 'filters'>,
  properties: readonly string[] = [],
): Promise<{ hints?: string[] }> => {
  const found = await findNeverHeard(tx, filters, properties);
  if (found.length === 0) return {};
  return {
    hints: found.map(
      ({ name, value }) =>
        `filters.${name}: nothing that Hilo has heard of has ${JSON.stringify(value)}. Ask without this filter, with groupBy ${name}, to see what there is.`,
    ),
  };
};
