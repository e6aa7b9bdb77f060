import type { Question } from '../../api/figures.ts';

/** Where the same question is answered as a table, to be kept: the short form of `POST /v1/query`, as a link. */
export const csvAddress = ({ metric, from, to, interval, filters = {} }: Question): string => {
  const given = { metric, from, to, interval, ...filters, format: 'csv' };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') parameters.set(name, value);
    if (Array.isArray(value)) parameters.set(name, value.join(','));
  }
  return `/v1/kpis?${parameters}`;
};
