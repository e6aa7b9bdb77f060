import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

type Body = components['schemas']['PostQueryBody'];
type Told = components['schemas']['PostQueryAnswer'];

/** One question about a figure (docs/figures.md), and its answer. */
export type Question = Exclude<Body, readonly unknown[]>;
export type Answer = Exclude<Told, { results: unknown }>;
export type Row = Answer['rows'][number];
export type Change = NonNullable<Row['change']>;

/** The answers to these questions, by name: all of them are one request, so that they are of one moment. */
export const askFigures = async <Name extends string>(
  questions: Readonly<Record<Name, Question>>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Name, Answer>> => {
  const names = namesOf(questions);
  const body = names.map((name) => questions[name]);
  const told = await answerOf(api.POST('/v1/query', { body, ...(signal && { signal }) }));
  const results = typeof told === 'object' && 'results' in told ? told.results : [];
  return new Map(names.flatMap((name, n) => (results[n] === undefined ? [] : [[name, results[n]]])));
};

/** One answer, with the rule by which it is counted and what was left out. */
export const askExplained = async (question: Question, signal: AbortSignal): Promise<Answer> => {
  const told = await answerOf(
    api.POST('/v1/query', { body: question, params: { query: { explain: 'true' } }, signal }),
  );
  if (typeof told !== 'object' || 'results' in told) throw new Error('one question has one answer');
  return told;
};

/** The same as a table, to be taken along. */
export const readFigureTable = async (question: Question): Promise<string> =>
  String(
    await answerOf(api.POST('/v1/query', { body: question, params: { query: { format: 'csv' } }, parseAs: 'text' })),
  );

/** A page of what a figure counts, the latest first: as many in all as it says. */
export const askRows = (body: components['schemas']['PostQueryRowsBody'], signal: AbortSignal) =>
  answerOf(api.POST('/v1/query/rows', { body, signal }));
export type ListedRow = components['schemas']['PostQueryRowsAnswer']['rows'][number];

const namesOf = <Name extends string>(questions: Readonly<Record<Name, Question>>): Name[] => {
  const names: Name[] = [];
  for (const name in questions) names.push(name);
  return names;
};

/** Of a figure, all that it counts: the total of its groups, or its only row. */
export const totalOf = (answer: Answer | undefined): Row | undefined => answer?.total ?? answer?.rows[0];

/** A figure within a figure, such as what employees believe. */
export const figureIn = (row: Row | undefined, name: string): Figure | undefined => {
  const found = row?.[name];
  return isFigure(found) ? found : undefined;
};

export type Figure = { value: number | null; n: number; low: number | null; high: number | null };

const isFigure = (found: unknown): found is Figure =>
  typeof found === 'object' && found !== null && 'value' in found && 'n' in found && 'low' in found && 'high' in found;
