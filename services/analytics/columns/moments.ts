import { dayMs } from '../domain/day.ts';
import { type Columns, eachDay } from './columns.ts';
import type { DayRows } from './day-rows.ts';
import { type CustomerSet, isMeant, isOneOf, type Selection } from './selection.ts';

/** Which steps lie on the way to a score. Times are in milliseconds. */
export type MomentsQuestion = {
  from: number;
  to: number;
  /** The scores that count, as the columns number them: from one to another. */
  scores: readonly [least: number, most: number];
  /** Whose answers, and to what. */
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

/** Before an answer without a journey, what happened within so many days is on the way to it. */
const daysBefore = 30;

/** An answer: its score, whose it is, and which steps were on the way to it. */
export type JudgedJourney = { customer: number; score: number; steps: ReadonlySet<number> };

/**
 * Each answer with what lay before it: the interactions of its journey, or, of an answer that names none, those of the last 30 days; never the
 * interaction that it is in.
 */
export const judgedJourneys = (columns: Columns, question: MomentsQuestion): JudgedJourney[] => {
  const asked = whoAnswered(columns, question);
  const judged: JudgedJourney[] = [];
  const histories = new Map<number, Earlier[]>([...asked].map((customer) => [customer, []]));
  const isCounted = answerCounts(question);
  const earliest = question.from - daysBefore * dayMs;
  eachDay(columns, earliest, question.to, (rows, first, end, begin) => {
    for (let row = first; row < end; row++) {
      const customer = columns.claim[rows.subject[row] ?? 0] ?? 0;
      const history = histories.get(customer);
      if (history === undefined) continue;
      const time = begin + (rows.at[row] ?? 0);
      const journey = rows.journey?.[row] ?? 0;
      if (time >= question.from && isCounted(rows, row))
        for (const score of scoresIn(rows, row, question))
          judged.push({ customer, score, steps: stepsBefore(history, journey, time) });
      history.push({ time, journey, step: rows.step[row] ?? 0 });
    }
  });
  return judged;
};

type Earlier = { time: number; journey: number; step: number };

const answerCounts = ({ filter = {} }: MomentsQuestion) => isMeant(filter);

const whoAnswered = (columns: Columns, question: MomentsQuestion): ReadonlySet<number> => {
  const who = new Set<number>();
  const isCounted = answerCounts(question);
  eachDay(columns, question.from, question.to, (rows, first, end) => {
    for (let row = first; row < end; row++) {
      if ((rows.score[row] ?? 0) < 0 || !isCounted(rows, row)) continue;
      const customer = columns.claim[rows.subject[row] ?? 0] ?? 0;
      if (customer <= 0 || (question.people !== undefined && !isOneOf(question.people, customer))) continue;
      if (scoresIn(rows, row, question).length > 0) who.add(customer);
    }
  });
  return who;
};

const scoresIn = (rows: DayRows, row: number, { scores: [least, most] }: MomentsQuestion): number[] =>
  [rows.score[row] ?? 0, ...[...rows.moreScore].filter((_, place) => rows.moreOf[place] === row)].filter(
    (score) => score >= least && score <= most,
  );

const stepsBefore = (history: readonly Earlier[], journey: number, time: number): ReadonlySet<number> => {
  const steps = new Set<number>();
  for (let at = history.length - 1; at >= 0; at--) {
    const one = history[at];
    if (one === undefined || time - one.time > daysBefore * dayMs) break;
    if (journey === 0 || one.journey === journey) steps.add(one.step);
  }
  return steps;
};
