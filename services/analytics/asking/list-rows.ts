import { HttpProblem } from '@hilo/runtime';
import { z } from 'zod';
import { keyOfLabel } from '../domain/buckets.ts';
import type { FigureQuery } from '../domain/figure-query.ts';
import type { Question } from '../domain/metrics.ts';
import { type BucketInterval, type Dimension, intervals } from '../domain/question.ts';
import { whileRebuilding } from '../domain/rebuilding.ts';
import {
  ListedRow,
  listAnswersSql,
  listCasesSql,
  listDecisionsSql,
  listInteractionsSql,
  listWeeksSql,
  type Which,
} from '../store/asked/listed.ts';
import { readRebuilding } from '../store/projection.ts';
import { type AskedQuestion, askingOf, inTime, type QuestionContext } from './answer-question.ts';

/** The rows behind one figure of an answer, the latest first: as many as it counts. */
export const listRows = (
  context: QuestionContext,
  asked: AskedQuestion,
  group: Readonly<Record<string, string>>,
  page: Omit<Which, 'keys'>,
): Promise<{ found: ListedRow[]; rebuilding?: true }> =>
  inTime(context, async (tx) => {
    const upTo = context.asOf();
    const asking = await askingOf(tx, asked, upTo);
    const named = asking.dimensions.filter(({ name }) => Object.hasOwn(group, name));
    const unknown = Object.keys(group).find((name) => !named.some((one) => one.name === name));
    if (unknown !== undefined) throw refused(['group', unknown], 'is not what the question is grouped by');
    const which = { ...page, keys: named.map((dimension) => keyIn(dimension, group[dimension.name] ?? '')) };
    const behindSql = behindFigureSql(asked.question, new Date(upTo).toISOString());
    const { rows } = await tx.query(behindSql({ ...asking, before: undefined, dimensions: named }, which));
    const found = z.array(ListedRow).parse(rows);
    return { found, ...whileRebuilding(await readRebuilding(tx)) };
  });

const behindFigureSql = (question: Question, asOf: string) => {
  switch (question.metric) {
    case 'nps':
    case 'csat':
    case 'ces': {
      const { metric, per } = question;
      return (asking: FigureQuery, which: Which) => listAnswersSql(asking, which, metric, per);
    }
    case 'volume':
      return (asking: FigureQuery, which: Which) => listInteractionsSql(asking, which, undefined);
    case 'complaints':
      return (asking: FigureQuery, which: Which) => listInteractionsSql(asking, which, question.kinds);
    case 'response-rate':
    case 'withheld':
    case 'immediacy': {
      const { metric } = question;
      return (asking: FigureQuery, which: Which) => listDecisionsSql(asking, which, metric);
    }
    case 'pressure':
      return listWeeksSql;
    case 'cases':
    case 'cases-open':
    case 'cases-overdue': {
      const { metric } = question;
      return (asking: FigureQuery, which: Which) => listCasesSql(asking, which, metric, asOf);
    }
    default:
      throw refused(['question', 'metric'], `has no list behind it: ask for ${listed.join(', ')}`);
  }
};

const listed = [
  ...['nps', 'csat', 'ces', 'volume', 'complaints', 'response-rate', 'withheld', 'immediacy', 'pressure'],
  ...['cases', 'cases-open', 'cases-overdue'],
];

const keyIn = ({ name, by }: Dimension, label: string): string => {
  const interval: BucketInterval | undefined = intervals.find((one) => one === by);
  const key = interval === undefined ? label : keyOfLabel(interval, label);
  if (key === undefined) throw refused(['group', name], 'is no such time: give the group as the answer has it');
  return key;
};

const refused = (path: string[], message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', [{ path, message }]);
