import type { Pool } from 'pg';
import { readAllFigures } from '../asking/all-figures.ts';

/** All there is, of each channel: interactions, and who is content. */
export const readByChannel = async (pool: Pool) => {
  const { groups } = await readAllFigures(
    { pool, timeoutMs: 10_000 },
    {
      range: { from: '-infinity', to: 'infinity' },
      before: undefined,
      dimensions: [{ name: 'channel', by: 'channel' }],
      filters: {},
      timeZone: 'UTC',
      weekStart: 'monday',
    },
  );
  return groups.map(({ interactions, nps }) => ({
    interactions,
    promoters: nps?.promoters ?? 0,
    detractors: nps?.detractors ?? 0,
  }));
};
