import type { Channel } from '@hilo/contracts';
import type { Programme } from '../programme.ts';
import {
  type AskedSoFar,
  hasArrived,
  isUnderWay,
  type MessageSoFar,
  type MessageState,
  voices,
} from './asked-so-far.ts';

type Contact = Programme['contacts'][number];

/** What comes next for somebody who was asked; times are in milliseconds since the epoch. */
export type NextStep =
  | { step: 'reminder'; at: number; reason: 'no-answer'; after: MessageSoFar }
  | { step: 'fallback'; at: number; reason: string; contacts: readonly Contact[]; after: MessageSoFar }
  /** Nothing more is sent; until its deadline it may be answered. */
  | { step: 'wait'; reason: string }
  | { step: 'over'; reason: string };

type Following = Pick<Programme, 'contacts' | 'reminders' | 'fallbackAfterMinutes' | 'fallbackAfterUnknown'>;
type Moment = { deadline: number; now: number; carried?: ReadonlySet<Channel> | undefined };

const minuteMs = 60_000;

/**
 * What comes next: nothing while a message is under way, or when she has answered or refused; a reminder where she was reached; otherwise the
 * next channel. Clocks run from when a message was handed over, never from when it was queued. `carried` are the channels on which messages
 * can leave.
 */
export const nextStep = (programme: Following, asked: AskedSoFar, moment: Moment): NextStep => {
  const over = whyOver(asked, moment);
  if (over !== undefined) return { step: 'over', reason: over };
  const last = lastOf(asked.messages);
  if (last === undefined) return { step: 'wait', reason: 'not-sent-by-hilo' };
  if (asked.messages.some(isUnderWay)) return { step: 'wait', reason: 'under-way' };
  const steps = hasArrived(last)
    ? afterSilence(programme, asked, last, moment)
    : afterFailure(programme, asked, last, moment);
  // Where a reminder and another channel are due at one moment, the reminder comes first: it stands first.
  const [first] = steps.toSorted((one, other) => one.at - other.at);
  if (first === undefined) return { step: 'wait', reason: last.state === 'unknown' ? 'unknown' : 'exhausted' };
  return first.at < moment.deadline ? first : { step: 'wait', reason: 'deadline-first' };
};

const whyOver = ({ response, ending, circumstances }: AskedSoFar, { now, deadline }: Moment): string | undefined => {
  if (ending !== undefined) return ending;
  if (response === 'completed' || response === 'partial') return 'answered';
  if (response === 'screened-out') return 'screened-out';
  if (circumstances?.withdrawn === true) return 'interaction-withdrawn';
  return now >= deadline ? 'too-late' : undefined;
};

/** When it is looked at again what comes next, since this became of a message: no clock of the programme ends before. */
export const lookAgainAt = (
  { reminders, fallbackAfterMinutes }: Pick<Programme, 'reminders' | 'fallbackAfterMinutes'>,
  { state }: { state: MessageState },
  { deadline, now }: Pick<Moment, 'deadline' | 'now'>,
): number => {
  if (!hasArrived({ state }) && state !== 'unknown') return now;
  const minutes = [reminders?.afterMinutes, fallbackAfterMinutes].flatMap((one) => one ?? []);
  return Math.min(deadline, ...minutes.map((one) => now + one * minuteMs));
};

type Send = Extract<NextStep, { at: number }>;

const afterSilence = (programme: Following, asked: AskedSoFar, last: MessageSoFar, moment: Moment): Send[] => [
  ...reminderAfter(programme, asked, last),
  ...fallbackAfter(programme, asked, last, { ...moment, reason: 'no-answer' }),
];

/** It surely did not arrive: the next channel at once. Where nobody knows, another might double it: only if the programme says so. */
const afterFailure = (programme: Following, asked: AskedSoFar, last: MessageSoFar, moment: Moment): Send[] => {
  if (last.state === 'unknown')
    return programme.fallbackAfterUnknown === true
      ? fallbackAfter(programme, asked, last, { ...moment, reason: 'unknown' })
      : [];
  return fallbackAfter(programme, asked, last, { ...moment, reason: last.reason ?? last.state }).map((one) => ({
    ...one,
    at: moment.now,
  }));
};

const reminderAfter = ({ reminders }: Following, { messages }: AskedSoFar, last: MessageSoFar): Send[] => {
  const sent = messages.filter(({ kind, state }) => kind === 'reminder' && state !== 'cancelled').length;
  // Who took the call and put down again has answered, in her way.
  if (reminders === undefined || sent >= reminders.atMost || last.isTalkedTo === true) return [];
  const at = handedOver(last) + reminders.afterMinutes * minuteMs;
  return [{ step: 'reminder', at, reason: 'no-answer', after: last }];
};

const fallbackAfter = (
  { contacts, fallbackAfterMinutes }: Following,
  { messages }: AskedSoFar,
  last: MessageSoFar,
  { carried, reason }: Moment & { reason: string },
): Extract<NextStep, { step: 'fallback' }>[] => {
  if (fallbackAfterMinutes === undefined) return [];
  const isTalkedTo = messages.some((one) => one.isTalkedTo === true);
  const left = contacts.filter(
    ({ channel, kind }) =>
      !messages.some((one) => one.channel === channel && one.contactKind === kind) &&
      !(isTalkedTo && voices.includes(channel)) &&
      (carried === undefined || carried.has(channel)),
  );
  if (left.length === 0) return [];
  return [
    { step: 'fallback', at: handedOver(last) + fallbackAfterMinutes * minuteMs, reason, contacts: left, after: last },
  ];
};

const handedOver = ({ handedOverAt }: MessageSoFar): number => handedOverAt ?? 0;

const lastOf = (messages: readonly MessageSoFar[]): MessageSoFar | undefined =>
  messages.reduce<MessageSoFar | undefined>(
    (last, one) => (last === undefined || one.ordinal > last.ordinal ? one : last),
    undefined,
  );
