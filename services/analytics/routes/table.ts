import { stringify } from 'csv-stringify/sync';

/** What is asked for in the query comes before what is accepted; of that, what is wanted most. */
export const isTable = (format: 'json' | 'csv' | undefined, accepted = ''): boolean => {
  if (format !== undefined) return format === 'csv';
  const wanted = (pattern: RegExp): number =>
    Math.max(
      0,
      ...accepted
        .split(',')
        .filter((one) => pattern.test(one))
        .map((one) => Number(/;\s*q=([\d.]+)/.exec(one)?.[1] ?? 1)),
    );
  return wanted(/^\s*text\/csv\b/i) > wanted(/^\s*application\/json\b/i);
};

/** Spreadsheets take what begins so for a formula, with space in front of it too, which the library does not know. */
const isFormulaAfterSpace = /^\s+[=+\-@]/u;

/** A table in which no text is a formula, and every number is one. */
export const csvTable = (
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null | undefined)[])[],
): string =>
  stringify(
    rows.map((row) => [...row]),
    {
      header: true,
      columns: [...columns],
      record_delimiter: '\r\n',
      escape_formulas: true,
      cast: {
        string: (value) => (isFormulaAfterSpace.test(value) ? `'${value}` : value),
        boolean: (value) => String(value),
      },
    },
  );
