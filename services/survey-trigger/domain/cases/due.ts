import type { Case } from './case.ts';
import { dueAfter, nextWorked, type Pause } from './clock.ts';
import type { CompiledRules } from './compiled-rules.ts';

const minuteMs = 60_000;

/** Every pause since its clocks run; the one that goes on has no end. */
export const pausesOf = ({ pauses, pausedAt }: Pick<Case, 'pauses' | 'pausedAt'>): readonly Pause[] =>
  pausedAt === undefined ? pauses : [...pauses, [pausedAt, Number.POSITIVE_INFINITY]];

/** The case with when it is due, by the calendar of today; by what was computed before, where that is gone. */
export const withDues = (one: Case, rules: CompiledRules): Case => {
  const calendar = rules.calendarOf(one.calendar);
  if (calendar === undefined) return one;
  const running = { from: one.clockFrom, pauses: pausesOf(one) };
  const dueIn = (minutes: number) => dueAfter(calendar, running, minutes * minuteMs);
  return {
    ...one,
    rulesVersion: rules.version,
    firstResponseDueAt: dueIn(one.firstResponseMinutes),
    resolutionDueAt: dueIn(one.resolutionMinutes),
  };
};

/** What is due next of a case whose clocks run: a first response is, until there was one. */
export const nextDueAt = (one: Case): number | undefined => {
  if (one.state !== 'open') return undefined;
  const dues = [one.respondedAt === undefined ? one.firstResponseDueAt : undefined, one.resolutionDueAt];
  const known = dues.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** A level that a case reaches: who has it then, and when they are told, which is while they work. */
export type Escalation = { level: number; of: 'first-response' | 'resolution'; to: string; at: number };

/** The levels that a case still may reach, each once until it is opened again. Of a rule that is gone there are none. */
export const escalationsOf = (one: Case, rules: CompiledRules): Escalation[] => {
  if (one.state !== 'open' || rules.ruleOf(one.rule) === undefined) return [];
  return rules.rules.escalations.flatMap(({ of, afterMinutes, to }, n) => {
    const due = of === 'resolution' ? one.resolutionDueAt : one.firstResponseDueAt;
    const isOver = one.raised.includes(n + 1) || (of === 'first-response' && one.respondedAt !== undefined);
    if (due === undefined || isOver) return [];
    const at = noticeAt({ due, afterMinutes, to }, one, rules);
    return at === undefined ? [] : [{ level: n + 1, of, to, at }];
  });
};

const noticeAt = (
  { due, afterMinutes, to }: { due: number; afterMinutes: number; to: string },
  { calendar }: Pick<Case, 'calendar'>,
  rules: CompiledRules,
): number | undefined => {
  const [ours, theirs] = [rules.calendarOf(calendar), rules.calendarOfQueue(to)];
  const reached =
    afterMinutes === 0 || ours === undefined
      ? due + afterMinutes * minuteMs
      : dueAfter(ours, { from: due, pauses: [] }, afterMinutes * minuteMs);
  return reached === undefined || theirs === undefined ? reached : nextWorked(theirs, reached);
};

/** When somebody has to look at the case again: it reaches a level, or its pause ends. */
export const caseLooksAt = (one: Case, rules: CompiledRules): number | undefined => {
  if (one.state === 'waiting') return one.pausedUntil;
  const levels = escalationsOf(one, rules);
  return levels.length === 0 ? undefined : Math.min(...levels.map(({ at }) => at));
};
