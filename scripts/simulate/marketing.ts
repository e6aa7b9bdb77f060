import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Client } from '../api/client.ts';
import { callList, type Prospect, signUps } from './call-list.ts';
import { createRandom, type Random } from './random.ts';

/** Of one whom the marketing department means to contact: whether it may, and why not. */
export type Answered = {
  prospect: Prospect;
  allowed: boolean;
  customer?: string | undefined;
  reasons: readonly string[];
};

export type MarketingOptions = {
  client: Pick<Client, 'post'>;
  seed: number;
  signal: AbortSignal;
  now(): number;
  /** Told as soon as everybody on the list was asked about once. */
  onFirstRound?(answers: readonly Answered[]): void;
};

const everyMs = 5000;

/**
 * A marketing department that would contact everybody on its list again and again: it asks before each contact, makes those that it
 * may, and says how they ended; until the signal says stop.
 */
export const runMarketing = async ({ client, seed, signal, now, onFirstRound }: MarketingOptions): Promise<void> => {
  const list = callList(seed);
  const random = createRandom(seed + 2);
  const run = now().toString(36);
  const before = await askAbout(client, list);
  // Started again, it goes on with those whom it has.
  if (before.every(isUnknown)) await beginList(client, { list, seed, run, now: now() });
  onFirstRound?.(await untilKnown(() => askAbout(client, list), signal));
  for (let n = 0; !signal.aborted; n += 1) {
    const prospect = list[n % list.length];
    if (prospect !== undefined) await contact(client, { prospect, id: `marketing-${seed}-${run}-${n}`, random });
    await pause(everyMs, signal);
  }
};

const isUnknown = ({ reasons }: Answered): boolean => reasons.includes('unknown-customer');

const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => {});

type List = { list: readonly Prospect[]; seed: number; run: string; now: number };

const beginList = async (client: MarketingOptions['client'], { list, seed, run, now }: List): Promise<void> => {
  await client.post('/v1/interactions', signUps(seed, run, now), z.unknown());
  await client.post('/v1/contacts', lastWeek(list, run, now), z.unknown());
};

const longestWaitMs = 15_000;

/** What is posted is known in a moment. */
const untilKnown = async (ask: () => Promise<Answered[]>, signal: AbortSignal): Promise<Answered[]> => {
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    const answers = await ask();
    if (!answers.some(isUnknown) || signal.aborted || Date.now() > deadline) return answers;
    await pause(250, signal);
  }
};

const dayMs = 86_400_000;

type Told = { daysAgo: number; outcome: string; phone?: string };

/** What the agency did that the department had before: it asked nobody. */
const lastWeek = (list: readonly Prospect[], run: string, now: number): object[] =>
  list.flatMap((prospect, at) =>
    callsOf(prospect).map(({ daysAgo, outcome, phone }, n) => ({
      id: `agency-${run}-${at}-${n}`,
      identifier: { kind: 'customer_number', value: prospect.persona.customerNumber },
      contactPoint: { kind: 'phone', value: phone ?? prospect.persona.phone },
      channel: 'call_centre',
      purpose: 'marketing',
      class: 'commercial',
      touchpoint: 'agency.offer',
      startedAt: new Date(now - daysAgo * dayMs).toISOString(),
      outcome,
      actor: 'employee',
    })),
  );

const callsOf = ({ story }: Prospect): Told[] => {
  if (story === 'said-no')
    return [
      { daysAgo: 6, outcome: 'no_answer' },
      { daysAgo: 4, outcome: 'refused' },
    ];
  if (story === 'strangers-number') return [{ daysAgo: 5, outcome: 'wrong_person' }];
  if (story !== 'called-too-often') return [];
  return [6.1, 5.2, 4.1, 3.3, 2.2, 1.1].map((daysAgo) => ({ daysAgo, outcome: 'no_answer' }));
};

const Permission = z.object({
  allowed: z.boolean(),
  customer: z.string().optional(),
  reasons: z.array(z.object({ reason: z.string() })),
  reservation: z.object({ id: z.string() }).optional(),
});

/** What is asked before a contact. */
export const questionOf = ({ persona, channel }: Prospect) => ({
  identifier: { kind: 'customer_number', value: persona.customerNumber },
  contactPoint: channel === 'email' ? { kind: 'email', value: persona.email } : { kind: 'phone', value: persona.phone },
  channel,
  purpose: 'marketing',
  class: 'commercial',
});

const checkPath = '/v1/contact-permissions/check';

/** The whole list, as a dialler asks before it begins. */
const askAbout = async (client: MarketingOptions['client'], list: readonly Prospect[]): Promise<Answered[]> => {
  const { results } = await client.post(checkPath, list.map(questionOf), z.object({ results: z.array(Permission) }));
  return list.flatMap((prospect, at): Answered[] => {
    const answer = results[at];
    if (answer === undefined) return [];
    const reasons = [...new Set(answer.reasons.map(({ reason }) => reason))];
    return [{ prospect, allowed: answer.allowed, customer: answer.customer, reasons }];
  });
};

type Contacting = { prospect: Prospect; id: string; random: Random };

const callOutcomes = ['no_answer', 'no_answer', 'voicemail', 'reached', 'refused'] as const;

const contact = async (client: MarketingOptions['client'], { prospect, id, random }: Contacting): Promise<void> => {
  const question = questionOf(prospect);
  const { allowed, reservation } = await client.post(checkPath, { ...question, id, reserve: true }, Permission);
  if (!allowed) return;
  const outcome = prospect.channel === 'email' ? 'delivered' : random.pick(callOutcomes);
  const report = { ...question, id, touchpoint: 'marketing.offer', outcome, actor: 'employee' };
  await client.post('/v1/contacts', { ...report, ...(reservation && { reservation: reservation.id }) }, z.unknown());
};
