import { HttpProblem } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { AboutPeople } from '../columns/about-people.ts';
import { journeyNumbers } from '../columns/asked-numbers.ts';
import type { CellsBy, ColumnsCells, CountsAsked } from '../columns/columns-cells.ts';
import type { AskColumns } from '../columns/open-columns.ts';
import type { FigureQuery } from '../domain/figure-query.ts';
import { type BucketInterval, type Dimension, intervals, noValue } from '../domain/question.ts';
import { type TimeGroups, timeGroups } from '../domain/time-groups.ts';
import { findWordNumbers, readWords } from '../store/journey-numbers.ts';
import { type ColumnsPart, columnsParts, spokenBy } from './columns-parts.ts';
import type { KeyPart, NamedCells } from './ordered-cells.ts';

/** Who asks the columns, if they are there, and the properties that they have. */
export type ColumnsContext = {
  pool: Pool;
  askColumns?: AskColumns | undefined;
  properties?: readonly string[] | undefined;
};

/** What there is, and whether it may be of neither the old nor the new whole. */
export type CountedByColumns = { found: NamedCells; rebuilding: boolean };

/** Whether scores are counted, and by who speaks. */
export type ColumnsCounting = { of: CountsAsked['of']; withVoice: boolean };

/** What the columns have of an interaction, beside declared properties and whose it is. */
const known: ReadonlySet<string> = new Set([
  ...['channel', 'touchpoint', 'kind', 'direction', 'actor', 'voice', 'outcome', 'trait', 'traits', 'segment'],
  ...['property', 'properties', ...intervals],
]);

/** Whether the columns have all that a question names. */
const isKnown = (
  { dimensions, filters }: FigureQuery,
  { of }: ColumnsCounting,
  properties: readonly string[],
): boolean => {
  // An answer to a survey has the properties of the interaction that it is about, which only the facts tell.
  const isDeclared = (name: string): boolean => of === 'interactions' && properties.includes(name);
  return (
    dimensions.every((one) => known.has(one.by) && (one.by !== 'property' || isDeclared(one.of))) &&
    Object.entries(filters).every(([name, wanted]) => wanted === undefined || known.has(name)) &&
    Object.keys(filters.properties ?? {}).every(isDeclared)
  );
};

/**
 * Counts by the columns, all groups at once; `undefined` where they do not have what is asked, cannot answer now, or have too many groups:
 * then SQL does.
 */
export const countByColumns = async (
  context: ColumnsContext,
  asking: FigureQuery,
  counting: ColumnsCounting,
): Promise<CountedByColumns | undefined> => {
  const { pool, askColumns, properties = [] } = context;
  if (askColumns === undefined || !isKnown(asking, counting, properties)) return undefined;
  const times = timesOf(asking);
  if (times === undefined) return undefined;
  // A step may come between the list of them and the look at the columns: then both are looked at again.
  for (let tries = 0; tries < 3; tries++) {
    const { counts, about, parts } = await numbered(context, asking, counting, times);
    const answer = await answered(askColumns, counts, about);
    if (answer === undefined) return undefined;
    const found = await named(pool, answer.cells, times, { parts, asking, ...counting });
    if (found !== undefined) return { found, rebuilding: answer.rebuilding };
  }
  return undefined;
};

/** Now is no time to ask them, or there is a trait of too many values: SQL answers. */
const answered = async (
  askColumns: AskColumns,
  counts: CountsAsked,
  about: AboutPeople,
): Promise<{ cells: ColumnsCells; rebuilding: boolean } | undefined> => {
  try {
    const { answer: cells, rebuilding } = await askColumns<'counts'>({ kind: 'counts', counts }, about);
    return cells && { cells, rebuilding };
  } catch (error) {
    if (error instanceof HttpProblem) return undefined;
    throw error;
  }
};

type Times = TimeGroups & { intervals: BucketInterval[]; before: number };

/** The time before as one part, and then the range as it is cut. */
const timesOf = (asking: FigureQuery): Times | undefined => {
  const wanted = intervals.filter((interval) => asking.dimensions.some(({ by }) => by === interval));
  const now = timeGroups(msOf(asking.range), wanted, asking);
  if (now === undefined) return undefined;
  if (asking.before === undefined) return { ...now, intervals: wanted, before: 0 };
  return {
    bounds: [msOf(asking.before).from, ...now.bounds],
    groupOf: [0, ...now.groupOf.map((group) => group + 1)],
    keys: [wanted.map(() => ''), ...now.keys],
    intervals: wanted,
    before: 1,
  };
};

/** `-infinity` and `infinity` are no dates to JavaScript. */
const msOf = ({ from, to }: FigureQuery['range']): { from: number; to: number } => ({
  from: from === '-infinity' ? Number.NEGATIVE_INFINITY : Date.parse(from),
  to: to === 'infinity' ? Number.POSITIVE_INFINITY : Date.parse(to),
});

type Numbered = { counts: CountsAsked; about: AboutPeople; parts: ColumnsPart[] };

const numbered = async (
  { pool, properties = [] }: ColumnsContext,
  asking: FigureQuery,
  { of, withVoice }: ColumnsCounting,
  { bounds, groupOf, keys }: Times,
): Promise<Numbered> => {
  const { filters, dimensions } = asking;
  const [numbers, words] = await Promise.all([
    journeyNumbers(pool, properties, [filters]),
    findWordNumbers(pool, spokenBy),
  ]);
  const others = dimensions.filter((one) => !isTime(one));
  const { parts, people } = columnsParts(withVoice ? [...others, voiceDimension] : others, {
    numbers,
    words,
    properties,
    asking,
  });
  const filter = numbers.selectionOf(filters, ['filters']);
  const by = parts.map((one) => one.by);
  return {
    counts: { bounds, timeOf: groupOf, times: keys.length, of, by, filter },
    about: { ...aboutFilters(asking), by: people },
    parts,
  };
};

const voiceDimension: Dimension = { name: 'voice', by: 'voice' };
const isTime = ({ by }: Dimension): boolean => intervals.some((interval) => interval === by);

const aboutFilters = ({ filters, segments, now }: FigureQuery): AboutPeople => {
  const condition = filters.segment === undefined ? undefined : segments[filters.segment];
  return {
    segment: condition && { condition, now },
    traits: Object.entries(filters.traits ?? {}).map(([name, values]) => ({
      name,
      values: values.map((value) => (value === noValue ? null : value)),
    })),
  };
};

/** With what the keys are made of, as they were asked for; `undefined` if there is a step that was not listed yet. */
const named = async (
  pool: Pool,
  found: ColumnsCells,
  times: Times,
  { parts, asking, withVoice }: { parts: readonly ColumnsPart[]; asking: FigureQuery; withVoice: boolean },
): Promise<NamedCells | undefined> => {
  const names = await Promise.all(parts.map((part, place) => namesOf(pool, part, usedIn(found, place))));
  const all = names.map((own, place): KeyPart | undefined => own && { of: place, names: own });
  if (all.includes(undefined)) return undefined;
  const known = all.flatMap((part) => part ?? []);
  const voice = withVoice ? known.pop() : undefined;
  return { ...found, keys: keyParts(asking, times, known), voice, before: times.before };
};

/** The numbers that a cell has in this place. */
type Used = CellsBy & { used: ReadonlySet<number> };

const usedIn = ({ cells, by }: ColumnsCells, place: number): Used => {
  const { size = 1, numbers, names } = by[place] ?? {};
  const after = by.slice(place + 1).reduce((product, one) => product * one.size, 1);
  const used = new Set<number>();
  for (const cell of cells) used.add(Math.floor(cell / after) % size);
  return { size, numbers, names, used };
};

/** How each of them is called. */
const namesOf = async (pool: Pool, part: ColumnsPart, { size, used, ...by }: Used): Promise<string[] | undefined> => {
  const standsFor = (number: number): number => by.numbers?.[number] ?? number;
  const words = part.areWords ? await readWords(pool, [...used].map(standsFor)) : undefined;
  const names = Array.from({ length: size }, (_, number) => {
    if (!used.has(number)) return '';
    return by.names?.get(number) ?? part.nameOf(standsFor(number)) ?? words?.get(standsFor(number));
  });
  return names.includes(undefined) ? undefined : names.flatMap((name) => name ?? []);
};

const keyParts = ({ dimensions }: FigureQuery, times: Times, others: KeyPart[]): KeyPart[] => {
  let place = 0;
  return dimensions.flatMap((one): KeyPart[] => {
    const interval = times.intervals.findIndex((each) => each === one.by);
    if (interval < 0) return others.slice(place, ++place);
    return [{ of: 'time', names: times.keys.map((keys) => keys[interval] ?? '') }];
  });
};
