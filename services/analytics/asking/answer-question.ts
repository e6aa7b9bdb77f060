import { command, HttpProblem, snapshot, type Transaction } from '@hilo/runtime';
import type { SegmentCondition } from '@hilo/segments';
import { DatabaseError } from 'pg';
import { boundsOf, labelOf, type Range, rangeBefore } from '../domain/buckets.ts';
import { chosenByScore } from '../domain/chosen-by-score.ts';
import type { FigureQuery } from '../domain/figure-query.ts';
import { type FigureRow, isAdditive, type Metric, type QueryAnswer, type Question, unitOf } from '../domain/metrics.ts';
import { type BucketInterval, type Dimension, intervals } from '../domain/question.ts';
import { whileRebuilding } from '../domain/rebuilding.ts';
import { scales } from '../domain/scales.ts';
import { cutByDays, isZoneOfRollups } from '../store/asked/rolled.ts';
import { readRebuilding } from '../store/projection.ts';
import { findSegment } from '../store/segments.ts';
import type { ColumnsContext } from './count-by-columns.ts';
import { countGroups, type GroupCounts, isTime } from './count-groups.ts';
import { explainAnswer } from './explain.ts';
import { hintsOf } from './hints.ts';
import { type Figure, figureOf } from './statements.ts';

/** A question with its time read, and where its page goes on. */
export type AskedQuestion = {
  question: Question;
  range: Range;
  timeZone: string;
  after: readonly string[] | undefined;
  explain: boolean;
};

/** What came of it, and after which group there are more. */
export type AnsweredQuestion = { answer: QueryAnswer; next: readonly string[] | undefined };

export type QuestionContext = ColumnsContext & { asOf(): number; timeoutMs: number };

/** Answers a question of one moment: all that is in the answer was counted of the same rows. */
export const answerQuestion = async (context: QuestionContext, asked: AskedQuestion): Promise<AnsweredQuestion> => {
  // Looked at before the rows are: they have all until then.
  const upTo = new Date(context.asOf()).toISOString();
  return await inTime(context, (tx) => read(tx, context, asked, upTo));
};

/** What is read of one moment, and given up after so long: throws a problem that says so. */
export const inTime = async <Result>(
  { pool, timeoutMs }: Pick<QuestionContext, 'pool' | 'timeoutMs'>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> => {
  try {
    return await snapshot(pool, async (tx) => {
      await tx.query(command(`SET LOCAL statement_timeout = ${Math.trunc(timeoutMs)}`));
      return await work(tx);
    });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === queryCancelled) throw tooLong(timeoutMs);
    throw error;
  }
};

const queryCancelled = '57014';

const tooLong = (timeoutMs: number): HttpProblem =>
  new HttpProblem(
    422,
    'Takes too long',
    `This was not answered within ${timeoutMs / 1000} seconds: ask for less time, for fewer groups, or with a filter by channel or touchpoint.`,
  );

const read = async (
  tx: Transaction,
  context: ColumnsContext,
  asked: AskedQuestion,
  asOf: string,
): Promise<AnsweredQuestion> => {
  const { question, range, timeZone } = asked;
  const figure = figureOf(question, asOf);
  const asking = await askingOf(tx, asked, Date.parse(asOf));
  const page = { after: asked.after, limit: question.limit };
  const bucketOf = openBuckets(asking, asOf);
  const { groups, total, answeredBy, rebuilding } = await countGroups(tx, context, figure, asking, page);
  const rows = groups
    .slice(0, question.limit)
    .map(({ keys, counts }): FigureRow => rowOf(figure, asking, keys, counts, bucketOf(keys)));
  const last = groups[question.limit - 1];
  const totalRow = rowOf(figure, { ...asking, dimensions: [] }, [], total);
  const answer: QueryAnswer = {
    metric: question.metric,
    ...range,
    timeZone,
    asOf,
    ...whileRebuilding(rebuilding || (isOfFacts(asked, asking) && (await readRebuilding(tx)))),
    unit: unitOf[question.metric],
    additive: isAdditive(question),
    ...(asking.before && { before: asking.before }),
    ...(asking.dimensions.length > 0 && { total: totalRow }),
    rows: asking.dimensions.length > 0 ? rows : [totalRow],
    ...(totalRow.n === 0 && (await hintsOf(tx, asking, context.properties))),
    ...(asked.explain && { explain: await explainAnswer(tx, question, asking, { total: totalRow, answeredBy }) }),
  };
  return { answer, next: groups.length > question.limit ? last?.keys : undefined };
};

/** Whether facts were looked at: rollups of whole days are of before a rebuild until its end. */
const isOfFacts = ({ question, explain }: AskedQuestion, asking: FigureQuery): boolean => {
  const isSummed = 'per' in question ? question.per === 'response' : summed.has(question.metric);
  return explain || !isSummed || cutByDays(asking)?.edges.length !== 0;
};

const summed: ReadonlySet<Metric> = new Set(['volume', 'gap']);

/** The question as it is put to the tables at this moment: what is counted already, and the segments as they are in force. */
export const askingOf = async (
  tx: Transaction,
  { question, range, timeZone }: AskedQuestion,
  now: number,
): Promise<FigureQuery> => ({
  range,
  before: 'compare' in question && question.compare !== undefined ? rangeBefore(range, timeZone) : undefined,
  dimensions: dimensionsOf(question),
  filters: question.filters,
  timeZone,
  weekStart: question.weekStart,
  isRolled: await isZoneOfRollups(tx, timeZone),
  segments: await conditionsOf(tx, question),
  now,
});

/** Those that it names; throws a problem for a segment that nobody knows, or that is chosen by the very answers that are asked for. */
const conditionsOf = async (tx: Transaction, question: Question): Promise<FigureQuery['segments']> => {
  const { groupBy, filters } = question;
  const grouped = groupBy.flatMap((one) => ('of' in one && one.by === 'segment' ? one.of : []));
  const names = new Set([...grouped, ...(filters.segment === undefined ? [] : [filters.segment])]);
  const conditions: [string, SegmentCondition][] = [];
  for (const name of names) {
    const condition = (await findSegment(tx, name))?.condition;
    if (condition === undefined) throw unfitSegment(name, 'is no segment that is known: GET /v1/segments has them');
    const scale = scaleOf(question);
    const wrong = scale && chosenByScore(condition, scale);
    if (wrong) throw unfitSegment(name, wrong);
    conditions.push([name, condition]);
  }
  return Object.fromEntries(conditions);
};

/** On which scale the answers are that a figure is made of. */
const scaleOf = (question: Question): string | undefined => {
  if ('of' in question) return question.of;
  return scales.find((scale) => scale === question.metric);
};

const unfitSegment = (name: string, message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The question is not one that can be answered.', [
    { path: ['segment', name], message },
  ]);

/** The interval is one more name to group by, after the others. */
export const dimensionsOf = ({ groupBy, interval }: Pick<Question, 'groupBy' | 'interval'>): Dimension[] => [
  ...groupBy,
  ...(interval === undefined || groupBy.some(({ by }) => by === interval) ? [] : [{ name: interval, by: interval }]),
];

const rowOf = (
  figure: Figure,
  asking: FigureQuery,
  keys: readonly string[],
  { now, before }: GroupCounts,
  bucket: Partial<FigureRow> = {},
): FigureRow => {
  const change = asking.before && !asking.dimensions.some(isTime) ? figure.change(now, before) : undefined;
  return {
    group: groupOf(asking, keys),
    ...bucket,
    ...figure.measure(now),
    ...(change && { change }),
  };
};

const groupOf = ({ dimensions, timeZone }: FigureQuery, keys: readonly string[]): FigureRow['group'] =>
  Object.fromEntries(
    dimensions.map((dimension, n) => {
      const interval = intervalOf(dimension);
      const key = keys[n] ?? '';
      return [dimension.name, interval === undefined ? key : labelOf(interval, key, timeZone)];
    }),
  );

const intervalOf = ({ by }: Dimension): BucketInterval | undefined => intervals.find((interval) => interval === by);

/** When the finest bucket of a row begins and ends: looked up once for each, since a calendar takes longer than all else of a row. */
const openBuckets = (
  { dimensions, range, timeZone }: FigureQuery,
  asOf: string,
): ((keys: readonly string[]) => Partial<FigureRow>) => {
  const finest = intervals.find((interval) => dimensions.some(({ by }) => by === interval));
  const place = dimensions.findIndex(({ by }) => by === finest);
  const known = new Map<string, Partial<FigureRow>>();
  return (keys) => {
    const key = keys[place];
    if (finest === undefined || key === undefined) return {};
    const found = known.get(key);
    if (found !== undefined) return found;
    const { from, to } = boundsOf(finest, key, timeZone);
    const bucket = { from, to, running: from < range.from || to > range.to || to > asOf };
    known.set(key, bucket);
    return bucket;
  };
};
