import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';

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

/**
 * Where a spreadsheet begins to read a formula: at the beginning of a text, whatever it leaves out in front. Where lists are written with
 * semicolons, as in Spain, or with tabs, it takes our commas and quotes for text, and cuts there and at the end of a line.
 */
const beforeFormula = /(?<=^|[;\t\r\n])(?=[\s\p{C}"]*[=+\-@＝＋－＠])/gu;

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
        string: (value) => value.replace(beforeFormula, "'"),
        boolean: (value) => String(value),
      },
    },
  );

/** Sends a table as a file of this name; no browser takes it for a page, whatever stands in it. */
export const sendCsv = (reply: FastifyReply, name: string, table: string): FastifyReply =>
  reply
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('vary', 'accept')
    .header('x-content-type-options', 'nosniff')
    .type('text/csv; charset=utf-8')
    .send(table);
