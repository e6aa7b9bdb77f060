import type { DecidedBy } from '@hilo/contracts';
import type { Case, CaseScore, Stepped } from './case.ts';
import type { Severity } from './case-rules.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { type Escalation, withDues } from './due.ts';

type By = { by: DecidedBy; at: number };
type Word = { source: string; id: string; at: number };

const stepped = (one: Case, changed: Partial<Case>, step: Omit<Stepped, 'after'>): Stepped => ({
  ...step,
  after: { ...one, ...changed, revision: one.revision + 1 },
});

export type CaseAssignment = {
  queue?: string | undefined;
  owner?: string | null | undefined;
  defender?: string | null | undefined;
};

/** Gives it to somebody; nobody (`null`) takes it from whoever has it. */
export const assign = (
  one: Case,
  { queue, owner, defender }: CaseAssignment,
  why: string | undefined,
  { by, at }: By,
): Stepped =>
  stepped(
    one,
    {
      ...(queue !== undefined && { queue }),
      ...(owner !== undefined && { owner: owner ?? undefined }),
      ...(defender !== undefined && { defender: defender ?? undefined }),
    },
    { step: 'assigned', at, by, detail: { queue, owner, defender, why } },
  );

export const comment = (one: Case, text: string, { by, at }: By): Stepped =>
  stepped(one, {}, { step: 'commented', at, by, detail: { text } });

export type ContactAttempt = {
  channel: string;
  outcome: string;
  note?: string | undefined;
  waiting?: { until?: number | undefined } | undefined;
};

/** Somebody was, or tried to be, in touch with the customer: that is the first response, and may pause the case as well. */
export const contact = (
  one: Case,
  { waiting, ...attempt }: ContactAttempt,
  rules: CompiledRules,
  { by, at }: By,
): Stepped => {
  const told = { contactedAt: one.contactedAt ?? at, respondedAt: one.respondedAt ?? at };
  const waits = waiting !== undefined && one.state === 'open' ? pausedFrom(at, waiting.until) : {};
  const { after, ...step } = stepped(
    one,
    { ...told, ...waits },
    { step: 'contacted', at, by, detail: { ...attempt, waiting } },
  );
  return { ...step, after: withDues(after, rules) };
};

const pausedFrom = (at: number, until: number | undefined): Partial<Case> => ({
  state: 'waiting',
  pausedAt: at,
  pausedUntil: until,
});

/** Its clocks stand from now on, until then, or until somebody says so. */
export const pause = (
  one: Case,
  { until, why }: { until?: number | undefined; why: string },
  rules: CompiledRules,
  { by, at }: By,
): Stepped => {
  const { after, ...step } = stepped(one, pausedFrom(at, until), { step: 'waiting', at, by, detail: { until, why } });
  return { ...step, after: withDues(after, rules) };
};

/** Its clocks run again from that moment on: somebody says so, the pause is over, or the customer has answered. */
export const resume = (
  one: Case,
  rules: CompiledRules,
  { at, ...how }: { at: number; by?: DecidedBy | undefined; word?: Word | undefined; why: string },
): Stepped => {
  const from = one.pausedAt ?? at;
  const ended = { state: 'open' as const, pausedAt: undefined, pausedUntil: undefined };
  const { after, ...step } = stepped(
    one,
    { ...ended, pauses: [...one.pauses, [from, Math.max(from, at)]] },
    { step: 'resumed', at, by: how.by, word: how.word, detail: { why: how.why } },
  );
  return { ...step, after: withDues(after, rules) };
};

export type CaseResolution = { rootCause: string; resolution: string; note?: string | undefined };

export const resolveCase = (one: Case, { rootCause, resolution, note }: CaseResolution, { by, at }: By): Stepped =>
  stepped(
    one,
    {
      state: 'resolved',
      resolvedAt: at,
      rootCause,
      resolution,
      pausedAt: undefined,
      pausedUntil: undefined,
      pauses: one.pausedAt === undefined ? one.pauses : [...one.pauses, [one.pausedAt, at]],
    },
    { step: 'resolved', at, by, detail: { rootCause, resolution, note } },
  );

/** So many times it was opened again until it goes a level up. */
const reopeningsALevel = 3;

/** It is open again: its clocks begin anew, and what they said before stays in its history. The third time it goes one level up. */
export const reopen = (
  one: Case,
  rules: CompiledRules,
  { at, by, word, why }: { at: number; by?: DecidedBy | undefined; word?: Word | undefined; why: string },
): Stepped => {
  const reopened = one.reopened + 1;
  const next = reopened % reopeningsALevel === 0 ? Math.min(one.level + 1, rules.rules.escalations.length) : 0;
  const up = next > 0 ? rules.rules.escalations[next - 1] : undefined;
  const { clockFrom, firstResponseDueAt, resolutionDueAt, pauses, respondedAt, resolvedAt, rootCause, resolution } =
    one;
  const clockBefore = {
    clockFrom,
    firstResponseDueAt,
    resolutionDueAt,
    pauses,
    respondedAt,
    resolvedAt,
    rootCause,
    resolution,
  };
  const { after, ...step } = stepped(
    one,
    {
      state: 'open',
      reopened,
      clockFrom: at,
      pauses: [],
      pausedAt: undefined,
      pausedUntil: undefined,
      respondedAt: undefined,
      resolvedAt: undefined,
      rootCause: undefined,
      resolution: undefined,
      after: undefined,
      raised: up === undefined ? [] : [next],
      ...(up !== undefined && { level: next, queue: up.to }),
    },
    { step: 'reopened', at, by, word, detail: { why, before: clockBefore, ...(up && { level: next }) } },
  );
  return { ...step, after: withDues(after, rules) };
};

/** It was not taken care of in time: others have it now. */
export const escalate = (one: Case, { level, of, to }: Escalation, at: number): Stepped =>
  stepped(
    one,
    { level: Math.max(one.level, level), raised: [...one.raised, level], queue: to },
    { step: 'escalated', at, detail: { level, of, to, from: one.queue } },
  );

const order: readonly Severity[] = ['low', 'normal', 'high', 'urgent'];

export const isMoreSevere = (one: Severity, other: Severity): boolean => order.indexOf(one) > order.indexOf(other);

/** It matters more than it did: it is due as soon as one that is opened now would be, if not before. */
export const prioritise = (
  one: Case,
  { severity, reach }: Pick<Case, 'severity' | 'reach'>,
  rules: CompiledRules,
  at: number,
): Stepped => {
  const { firstResponseMinutes, resolutionMinutes } = rules.rules.due[severity];
  const { after, ...step } = stepped(
    one,
    { severity, reach, firstResponseMinutes, resolutionMinutes },
    { step: 'prioritised', at, detail: { severity, before: one.severity, ...(reach !== undefined && { reach }) } },
  );
  return { ...step, after: withDues(after, rules) };
};

/** Another case of the customer about the same has it: its clocks stand as they are, and nobody is told of it. */
export const join = (one: Case, host: string, at: number): Stepped =>
  stepped(one, { state: 'joined', joinedTo: host }, { step: 'joined', at, detail: { to: host } });

/** Whoever had taken it up is of another customer now, or gone: it goes on, by the clocks that it had. */
export const separate = (one: Case, rules: CompiledRules, at: number): Stepped => {
  const { after, ...step } = stepped(
    one,
    { state: one.pausedAt === undefined ? 'open' : 'waiting', joinedTo: undefined },
    { step: 'separated', at, detail: { from: one.joinedTo } },
  );
  return { ...step, after: withDues(after, rules) };
};

/** What it is about did not happen. */
export const withdraw = (one: Case, word: Word): Stepped =>
  stepped(one, { state: 'withdrawn', joinedTo: undefined }, { step: 'withdrawn', at: word.at, word });

/** The customer said how it is now, after it was resolved. */
export const recover = (one: Case, score: CaseScore, word: Word): Stepped =>
  stepped(
    one,
    { after: score },
    { step: 'recovered', at: word.at, word, detail: { before: one.before, after: score } },
  );
