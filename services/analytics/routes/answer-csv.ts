import type { FigureRow, QueryAnswer } from '../domain/metrics.ts';
import type { Dimension } from '../domain/question.ts';
import { csvTable } from './table.ts';

type Value = string | number | boolean | null | undefined;

/** What an answer has of each row, and a table as well: a line for each group, with the range, the zone and as of when beside it. */
export const answerCsv = (answer: QueryAnswer, dimensions: readonly Dimension[]): string => {
  const details = detailsOf(answer.rows);
  const names = dimensions.map(({ name }) => name);
  // Only where it is so: who reads tables by their columns finds those of every day.
  const rebuilding = answer.rebuilding ? { rebuilding: true } : {};
  const columns = [
    ...names,
    'metric',
    'from',
    'to',
    'time_zone',
    'as_of',
    ...Object.keys(rebuilding),
    'value',
    'n',
    'low',
    'high',
    ...details,
  ];
  return csvTable(
    columns,
    answer.rows.map((row): Value[] => {
      const flat = flatRow(row);
      return [
        ...names.map((name) => row.group[name]),
        answer.metric,
        row.from ?? answer.from,
        row.to ?? answer.to,
        answer.timeZone,
        answer.asOf,
        ...Object.values(rebuilding),
        row.value,
        row.n,
        row.low,
        row.high,
        ...details.map((name) => flat.get(name)),
      ];
    }),
  );
};

const others = new Set(['group', 'from', 'to', 'value', 'n', 'low', 'high']);

/** The names of all that the rows have beside these, such as `change_value`, in the order in which they come. */
const detailsOf = (rows: readonly FigureRow[]): string[] => [
  ...new Set(rows.flatMap((row) => [...flatRow(row).keys()])),
];

const flatRow = (row: FigureRow): Map<string, Value> =>
  new Map(
    Object.entries(row)
      .filter(([name]) => !others.has(name))
      .flatMap(([name, value]) => flat(name, value)),
  );

const flat = (name: string, value: unknown): [string, Value][] => {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, one]) => flat(`${name}_${inner}`, one));
  return [[snake(name), isValue(value) ? value : undefined]];
};

const isValue = (value: unknown): value is Value =>
  ['string', 'number', 'boolean', 'undefined'].includes(typeof value) || value === null;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
