import { parse } from 'csv-parse/sync';

const separators = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar' } as const;

/** Names of separators that are hard to type. */
const named: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|' };

const mostRows = 100;

/**
 * What stands between the fields of a CSV file: as it is told, else as its first line says it (`sep=;`), else the one by
 * which its first lines are a table. Throws where none is certain, with what each would make of the header.
 */
export const separatorOf = (file: string, sample: string, told: string | undefined): string => {
  if (told !== undefined) return oneCharacter(named[told.toLowerCase()] ?? told);
  const said = /^\uFEFF?sep=(.)\r?\n/.exec(sample)?.[1];
  if (said !== undefined) return said;
  const tables = Object.keys(separators).map((separator) => tableBy(separator, sample));
  const [best, next] = tables.filter(({ columns }) => columns > 1).toSorted((a, b) => b.even - a.even);
  if (best === undefined) return ',';
  if (next === undefined || (best.even >= certain && next.even < certain)) return best.separator;
  throw new Error(
    `${file}: it is not certain what stands between the fields. ${tables.map(described).join('; ')}. ` +
      "Say it with --delimiter, such as --delimiter ';'.",
  );
};

const certain = 0.8;

type Table = { separator: string; columns: number; even: number };

/** How many columns the header has by this separator, and the share of the rows that have as many. */
const tableBy = (separator: string, sample: string): Table => {
  const rows = rowsBy(separator, sample).filter((row) => row.some((field) => field.trim() !== ''));
  const [header = [], ...body] = rows.slice(0, mostRows);
  const same = body.filter((row) => row.length === header.length).length;
  return { separator, columns: header.length, even: body.length === 0 ? certain : same / body.length };
};

const rowsBy = (delimiter: string, sample: string): string[][] => {
  try {
    // A sample may end in the middle of a row, or of a quoted field.
    const rows: string[][] = parse(sample, { delimiter, bom: true, relax_quotes: true, relax_column_count: true });
    return rows;
  } catch {
    const shorter = sample.slice(0, Math.max(0, sample.trimEnd().lastIndexOf('\n')));
    return shorter === '' ? [] : rowsBy(delimiter, shorter);
  }
};

const described = ({ separator, columns, even }: Table): string =>
  `by ${nameOf(separator)} the header has ${columns} ${columns === 1 ? 'column' : 'columns'}` +
  (columns > 1 ? `, as ${Math.round(even * 100)} % of the rows` : '');

export const nameOf = (separator: string): string =>
  Object.entries(separators).find(([one]) => one === separator)?.[1] ?? `“${separator}”`;

const oneCharacter = (separator: string): string => {
  if ([...separator].length === 1) return separator;
  throw new Error(`A delimiter is one character, such as ',' ';' '|' or tab, and not ${JSON.stringify(separator)}.`);
};
