import type { Transaction } from '@hilo/runtime';
import type { FigureQuery } from '../domain/figure-query.ts';
import {
  type AnsweredBy,
  type FigureRow,
  type Metric,
  type QueryAnswer,
  type Question,
  unitOf,
} from '../domain/metrics.ts';
import {
  LeftOut,
  leftOutAnswersSql,
  leftOutCasesSql,
  leftOutDecisionsSql,
  leftOutInteractionsSql,
  leftOutVerbatimsSql,
} from '../store/asked/left-out.ts';
import { countShared } from '../store/asked/shared.ts';
import { guidanceMetrics } from './statements.ts';

/** What was counted, by which rule, and what was not, with how many and why. */
export const explainAnswer = async (
  tx: Transaction,
  question: Question,
  asking: FigureQuery,
  { total, answeredBy }: { total: FigureRow; answeredBy: AnsweredBy },
): Promise<NonNullable<QueryAnswer['explain']>> => ({
  unit: unitOf[question.metric],
  answeredBy,
  counted: total.n,
  leftOut: [
    ...(await leftOutOf(tx, question, asking)),
    ...(await sharedIn(tx, question, asking)),
    ...insideOf(question.metric, total),
  ],
  rule: rules[question.metric],
});

const leftOutOf = async (tx: Transaction, question: Question, asking: FigureQuery): Promise<LeftOut> => {
  if (guidanceMetrics.has(question.metric)) return [];
  const { rows } = await tx.query(whyLeftOutSql(question, asking));
  return LeftOut.parse(rows);
};

const whyLeftOutSql = (question: Question, asking: FigureQuery) => {
  switch (question.metric) {
    case 'nps':
    case 'csat':
    case 'ces':
      return leftOutAnswersSql(asking, question.metric);
    case 'gap':
      return leftOutAnswersSql(asking, question.of);
    case 'response-rate':
    case 'withheld':
    case 'immediacy':
    case 'bias':
      return leftOutDecisionsSql(asking);
    case 'sentiment':
    case 'verbatims':
      return leftOutVerbatimsSql(asking);
    case 'cases':
    case 'cases-open':
    case 'cases-overdue':
    case 'first-contact':
    case 'resolution-time':
    case 'reopened':
    case 'recovery':
      return leftOutCasesSql(asking);
    default:
      return leftOutInteractionsSql(asking);
  }
};

/** Several people who share an identifier are no person: figures of people leave them out. */
const sharedIn = async (tx: Transaction, question: Question, asking: FigureQuery): Promise<LeftOut> => {
  switch (question.metric) {
    case 'customers':
    case 'effort':
    case 'pressure':
      return countShared(tx, asking, question.metric);
    case 'nps':
    case 'csat':
    case 'ces':
      return question.per === 'customer' ? countShared(tx, asking, question.metric) : [];
    default:
      return [];
  }
};

/** What the figure tells itself of what it does not count. */
const insideOf = (metric: Metric, total: FigureRow): LeftOut => {
  const number = (name: string): number => (typeof total[name] === 'number' ? total[name] : 0);
  const all: Partial<Record<Metric, LeftOut>> = {
    'response-rate': [
      { reason: 'withheld', n: number('withheld') },
      { reason: 'not-sent', n: number('invited') - number('sent') },
      { reason: 'bounced', n: number('bounced') },
    ],
    effort: [{ reason: 'seven-days-not-over', n: number('open') }],
    sentiment: [{ reason: 'language-not-measured', n: number('unmeasured') }],
    bias: [{ reason: 'not-answered', n: number('covered') - total.n }],
  };
  return (all[metric] ?? []).filter(({ n }) => n > 0);
};

const interval = 'The interval is one of 95 %.';
const rules: Readonly<Record<Metric, string>> = {
  nps: `Share of 9 and 10 less share of 0 to 6, in points; adjusted Wald with three pseudo-answers (Rocks 2016). ${interval}`,
  csat: `Share of 4 and 5 of 5, in percent; Wilson 1927. ${interval}`,
  ces: `Share of 5 to 7 of 7, in percent, by Wilson 1927; the mean by Student's t. ${interval}`,
  volume: 'Interactions that are not withdrawn.',
  customers:
    'Customers of today with at least one interaction: one who is in several groups is in each of them, and once in the total.',
  'response-rate': `AnsweredQuestion of those sent that did not bounce, by when it was decided; Wilson 1927. ${interval}`,
  withheld: 'Decisions not to ask, with the first reason of each; invited and withheld are all decisions.',
  immediacy: 'Share of the sent that left within 48 hours of the contact; the times are exact, in minutes.',
  bias: 'Every answer stands for as many as were covered in its cell (touchpoint, and contacts within 90 days before) for each who answered; cells under 10 answers are merged, weights over five times the median cut; Kish’s effective n. It corrects for what the cells are made of, and nothing else.',
  gap: 'Employees less customers, and management less customers, by who speaks.',
  complaints:
    'Interactions of the kinds that are complaints, beside all interactions. By what was written in them, one that is about several topics is in each of these groups, and once in the total.',
  effort:
    'Inbound contacts of a customer with gaps of 30 minutes at the most are one; repeated is what another follows within seven days of its end. By when it begins.',
  sentiment: `The mean of what each text was judged to say, from -1 (negative) to 1 (positive), by Student's t, and the share of each polarity, by Wilson 1927. Each interval is one of 95 % of who wrote, and knows nothing of how often a text is judged wrongly. Of answers that were changed, the last alone.`,
  verbatims:
    'Texts that somebody wrote, in an interaction or as an answer, and that were judged. One about several topics is in each of these groups, and once in the total.',
  cases: 'Cases by when they were opened, and how they stand now; what was taken up by another is counted with that.',
  'cases-open': 'Of the cases that were opened in that time, those that are open or waiting now.',
  'cases-overdue':
    'Of the cases that were opened in that time and are open, those of which something was due before now and is not done.',
  'first-contact':
    'Hours on the clock from when a case was opened until somebody was first in touch; the value is the median.',
  'resolution-time':
    'Hours on the clock from when a case was opened until it was resolved, the last time; the value is the median. inTime: the share of those that were resolved before that was due, in percent, by the hours in which people work and without pauses; Wilson 1927.',
  reopened: `Share of the cases that were resolved at least once that were opened again, in percent; Wilson 1927. ${interval}`,
  recovery: `The first score after a case was resolved less the one with which it began, on the same scale; the mean by Student's t. ${interval}`,
  guidance:
    'Cards by when they were pushed; what did not happen afterwards is among them, since the front line had it before them. One for several roles is in each of these groups, and once in the total.',
  'guidance-coverage': `Of the cards that were pushed to a role the share that somebody in it has read, in percent; in total, of all pairs of card and role; Wilson 1927. ${interval}`,
  'guidance-read-time':
    'Seconds on the clock from when a card was pushed until somebody in the role read it first; the value is the median.',
  'guidance-not-helpful': `Of the cards that somebody in a role has used, the share of which somebody in it said that it did not help, in percent; Wilson 1927. ${interval}`,
  'guidance-effect':
    'The figure of the first answers of customers within so many days after a card was pushed: where somebody in the role had read it, less where nobody had. Who read chose to, so that it may be for another reason. The interval is one of 95 %.',
  pressure: 'Outbound contacts by customer and week, of those with any; the value is their mean.',
};
