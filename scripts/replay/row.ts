import { z } from 'zod';

/** One line of a CSV file, by the names of its columns. */
export const Row = z.record(z.string(), z.string());
export type Row = z.infer<typeof Row>;

/** The column, or an error that names it: another file than the one that was expected. */
export const column = (row: Row, name: string): string => {
  const value = row[name];
  if (value === undefined) throw new Error(`The file has no column ${name}.`);
  return value;
};

/** The columns that say something, under their new names. */
export const filled = (row: Row, names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names)
      .map(([to, from]) => [to, column(row, from).trim()])
      .filter(([, value]) => value !== ''),
  );

/** The number in a column; `undefined` where it is empty or none. */
export const numberIn = (row: Row, name: string): number | undefined => {
  const text = column(row, name).trim();
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? undefined : value;
};
