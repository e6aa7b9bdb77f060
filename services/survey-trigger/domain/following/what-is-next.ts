import type { Channel, ContactReason } from '@hilo/contracts';
import type { Programme } from '../programme.ts';
import { type AskedSoFar, hasArrived, isUnderWay } from './asked-so-far.ts';
import { type NextStep, nextStep } from './next-step.ts';

/** What was kept when it was looked at last; times are in milliseconds since the epoch. */
export type KeptStep = {
  step: NextStep['step'];
  at?: number | undefined;
  reason: string;
  reasons?: readonly ContactReason[] | undefined;
};

/** What comes next for an invitation, for whoever looks at it; `nothing`, where nothing is sent any more, with the reason. */
export type WhatIsNext = {
  step: 'decision' | 'message' | 'reminder' | 'fallback' | 'nothing';
  /** At the earliest, in milliseconds since the epoch. */
  at?: number | undefined;
  /** On which channel; of several the first on which she may be reached. */
  channels?: readonly Channel[] | undefined;
  reason?: string | undefined;
  reasons?: readonly ContactReason[] | undefined;
};

type Message = AskedSoFar['messages'][number] & {
  dueAt: number;
  reasons?: readonly ContactReason[] | undefined;
};
export type LookedAt = Omit<AskedSoFar, 'messages'> & { messages: readonly Message[]; kept?: KeptStep | undefined };

type Moment = { deadline: number; now: number; carried: ReadonlySet<Channel> };

/**
 * What comes next for somebody who is asked: a function of the messages and answers as they stand now; what was kept of the last look says
 * what else there is to wait for, since the governor was asked.
 */
export const whatIsNext = (programme: Programme, asked: LookedAt, moment: Moment): WhatIsNext => {
  const next = nextStep(programme, asked, moment);
  if (next.step === 'over') return { step: 'nothing', reason: next.reason };
  const waiting = asked.messages.find(isUnderWay);
  if (waiting !== undefined) {
    const { channel, dueAt, reasons } = waiting;
    return { step: 'message', at: dueAt, channels: [channel], ...why(waiting.reason, reasons) };
  }
  return byGovernor(programme, asked, moment) ?? computed(next);
};

/** What the governor said when it was asked last: that it waits until then, or that nothing may leave. */
const byGovernor = (programme: Programme, { kept, ...asked }: LookedAt, moment: Moment): WhatIsNext | undefined => {
  if (kept === undefined) return undefined;
  const { step, at, reason, reasons } = kept;
  if (step === 'wait' && reasons !== undefined) return { step: 'nothing', ...why(reason, reasons) };
  if ((step !== 'reminder' && step !== 'fallback') || at === undefined || at <= moment.now) return undefined;
  // Where she may not be reminded, the other channel is next: it is kept, and stands behind the reminder.
  const without = step === 'fallback' ? { ...programme, reminders: undefined } : programme;
  const next = nextStep(without, asked, moment);
  return next.step === step ? { ...computed(next), at, ...why(reason, reasons) } : undefined;
};

/**
 * Whether nobody asks any more: by the deadline, by what ended it, or since nothing arrived and nothing more is sent. Whoever has begun to
 * answer may go on until the deadline.
 */
export const isAskedNoMore = (
  { messages }: AskedSoFar,
  { step, reason }: WhatIsNext,
  { now, deadline }: Pick<Moment, 'now' | 'deadline'>,
): boolean => {
  if (now >= deadline) return true;
  if (step !== 'nothing') return false;
  if (reason !== undefined && ['refused', 'objected', 'wrong-person', 'interaction-withdrawn'].includes(reason))
    return true;
  return messages.length > 0 && !messages.some((one) => hasArrived(one) || one.state === 'unknown');
};

const computed = (next: NextStep): WhatIsNext => {
  if (next.step === 'reminder')
    return { step: next.step, at: next.at, channels: [next.after.channel], reason: next.reason };
  if (next.step === 'fallback')
    return { step: next.step, at: next.at, channels: next.contacts.map(({ channel }) => channel), reason: next.reason };
  return { step: 'nothing', reason: next.reason };
};

const why = (reason: string | undefined, reasons: readonly ContactReason[] | undefined) => ({
  ...(reason !== undefined && { reason }),
  ...(reasons !== undefined && reasons.length > 0 && { reasons }),
});
