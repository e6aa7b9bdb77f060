import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { z } from 'zod';

/** How many of something each has: by the number, how many have that. */
export type LimitCounts = { of: string; per: string; file: string; counts: ReadonlyMap<number, number> };

type Row = Record<string, string>;
type Question = Pick<LimitCounts, 'of' | 'per' | 'file'> & { what(row: Row): string; whose(row: Row): string };

const column =
  (name: string) =>
  (row: Row): string =>
    (row[name] ?? '').toLowerCase();
const personInFebrl = ({ rec_id = '' }: Row): string => /^rec-(\d+)-/.exec(rec_id)?.[1] ?? '';

/** What the labelled files can say of a limit, and what those without labels can: who wrote is all that they know. */
const questions: readonly Question[] = [
  { file: 'splink-fake-1000.csv', of: 'e-mails', per: 'person', what: column('email'), whose: column('cluster') },
  { file: 'splink-fake-1000.csv', of: 'people', per: 'e-mail', what: column('cluster'), whose: column('email') },
  { file: 'febrl3.csv', of: 'national ids', per: 'person', what: column('soc_sec_id'), whose: personInFebrl },
  { file: 'febrl3.csv', of: 'people', per: 'national id', what: personInFebrl, whose: column('soc_sec_id') },
  ...['skytrax-lounge-reviews.csv', 'skytrax-seat-reviews.csv'].map((file) => ({
    file,
    of: 'countries',
    per: 'name of a reviewer',
    what: column('author_country'),
    whose: column('author'),
  })),
  { file: 'airline-tweets.csv', of: 'airlines', per: 'twitter', what: column('airline'), whose: column('name') },
];

/** Counts what there is in the files of the folder; those that are not there are named. */
export const countForLimits = async (folder: string): Promise<{ found: LimitCounts[]; missing: string[] }> => {
  const files = new Map<string, Row[]>();
  const names = [...new Set(questions.map(({ file }) => file))];
  for (const file of names) if (existsSync(join(folder, file))) files.set(file, await rowsOf(join(folder, file)));
  return {
    found: questions.flatMap((question) => {
      const rows = files.get(question.file);
      return rows === undefined ? [] : [countIn(rows, question)];
    }),
    missing: names.filter((file) => !files.has(file)),
  };
};

const Rows = z.record(z.string(), z.string());

const rowsOf = async (path: string): Promise<Row[]> => {
  const rows: Row[] = [];
  const parsed = createReadStream(path).pipe(parse({ bom: true, columns: true, trim: true, relax_column_count: true }));
  for await (const row of parsed) rows.push(Rows.parse(row));
  return rows;
};

const countIn = (rows: readonly Row[], { file, of, per, what, whose }: Question): LimitCounts => {
  const theirs = new Map<string, Set<string>>();
  for (const row of rows) {
    const [one, owner] = [what(row), whose(row)];
    if (one !== '' && owner !== '') theirs.set(owner, (theirs.get(owner) ?? new Set()).add(one));
  }
  const counts = new Map<number, number>();
  for (const { size } of theirs.values()) counts.set(size, (counts.get(size) ?? 0) + 1);
  return { file, of, per, counts: new Map([...counts].sort(([a], [b]) => a - b)) };
};

/** The share of those who have at most so many. */
const shareWithin = (counts: LimitCounts['counts'], limit: number): number => {
  const all = [...counts].reduce((sum, [, count]) => sum + count, 0);
  return [...counts].reduce((sum, [number, count]) => (number <= limit ? sum + count : sum), 0) / all;
};

const limits = [1, 2, 3, 4, 5];

export const describeCounted = ({ file, of, per, counts }: LimitCounts): string =>
  [
    `${of} per ${per} (${file})`,
    `  ${[...counts].map(([number, count]) => `${number}: ${count}`).join(', ')}`,
    `  within ${limits.map((limit) => `${limit}: ${(100 * shareWithin(counts, limit)).toFixed(1)} %`).join(', ')}`,
  ].join('\n');

/** What a program reads: by file and question, the share of those who are within each limit. */
export const sharesOf = (counted: readonly LimitCounts[]): Record<string, Record<string, number>> =>
  Object.fromEntries(
    counted.map(({ file, of, per, counts }) => [
      `${file}: ${of} per ${per}`,
      Object.fromEntries(limits.map((limit) => [limit, Number(shareWithin(counts, limit).toFixed(4))])),
    ]),
  );
