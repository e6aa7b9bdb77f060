import { z } from 'zod';
import type { Client } from '../api/client.ts';
import type { LedgerAnswer } from '../api/ledger.ts';
import type { Posted } from './post.ts';

export const Statistics = z.object({ customers: z.int(), identifiers: z.int(), interactions: z.int() });
export type Statistics = z.infer<typeof Statistics>;

const Score = z.object({
  score: z.number().nullable(),
  n: z.int(),
  interval: z.object({ low: z.number(), high: z.number() }).nullish(),
});

export type ReplayScore = z.infer<typeof Score>;

const Kpis = z.object({ groups: z.array(z.object({ nps: Score.nullish(), csat: Score.nullish() })) });

/** What a replay came to. */
export type ReplayOutcome = {
  files: string[];
  missing: string[];
  posted: Posted;
  added: LedgerAnswer;
  total: LedgerAnswer;
  customers: { before: number; after: number };
  nps: ReplayScore | undefined;
  csat: ReplayScore | undefined;
  seconds: { posting: number; through: number };
};

/** NPS of the seats and CSAT of the lounges, as analytics has them now. */
export const readScores = async (
  client: Client,
): Promise<{ nps: ReplayScore | undefined; csat: ReplayScore | undefined }> => {
  const [seats, lounges] = await Promise.all([
    client.get('/v1/kpis?touchpoint=flight.seat', Kpis),
    client.get('/v1/kpis?touchpoint=airport.lounge', Kpis),
  ]);
  return { nps: seats.groups[0]?.nps ?? undefined, csat: lounges.groups[0]?.csat ?? undefined };
};

/** The outcome for a person. */
export const describeOutcome = ({ posted, added, total, customers, ...outcome }: ReplayOutcome): string => {
  const { posting, through } = outcome.seconds;
  const ledger = (one: LedgerAnswer): string =>
    `accepted ${one.accepted} = stored ${one.stored} + duplicate ${one.duplicate} + quarantined ${one.quarantined}`;
  const lines = [
    ['Posted', `${posted.posted}: accepted ${posted.accepted}, rejected ${posted.rejected}`],
    ...posted.samples.map((sample) => ['', sample]),
    ['This replay', ledger(added)],
    ['In total', ledger(total)],
    ['Customers', `${customers.after} (${customers.after - customers.before} new)`],
    ['Seats, NPS', describeScore(outcome.nps)],
    ['Lounges, CSAT', describeScore(outcome.csat)],
    ['Posting', `${perSecond(posted.posted, posting)} (${posting.toFixed(1)} s)`],
    ['Until through', `${perSecond(posted.posted, through)} (${through.toFixed(1)} s)`],
  ];
  return lines.map(([label = '', text = '']) => `${label.padEnd(14)} ${text}`).join('\n');
};

/** The outcome in one line, for a program. */
export const outcomeAsJson = (outcome: ReplayOutcome): string => {
  const { posted, seconds } = outcome;
  const rates = { posting: posted.posted / seconds.posting, through: posted.posted / seconds.through };
  return JSON.stringify({ name: 'replay', ...outcome, eventsPerSecond: rates });
};

const describeScore = (score: ReplayScore | undefined): string => {
  if (!score || score.score === null) return 'no answers';
  const interval = score.interval
    ? ` (95 %: ${score.interval.low.toFixed(1)} to ${score.interval.high.toFixed(1)})`
    : '';
  return `${score.score.toFixed(1)} of ${score.n} answers${interval}`;
};

const perSecond = (count: number, seconds: number): string => `${Math.round(count / seconds)} events per second`;
