import type { Channel, Identifier } from '@hilo/contracts';
import type { MessageKind } from '../delivery/message.ts';

export const messageStates = [
  'queued',
  'sending',
  'accepted',
  'delivered',
  'deferred',
  'refused',
  'bounced',
  'unknown',
  'cancelled',
  'expired',
] as const;
export type MessageState = (typeof messageStates)[number];

/** A message of an invitation, as it stands; times are in milliseconds since the epoch. */
export type MessageSoFar = {
  ordinal: number;
  kind: MessageKind;
  channel: Channel;
  /** The kind of its contact point. */
  contactKind: string;
  /** Nothing, where it was somebody's who is erased. */
  contactPoint?: Identifier | undefined;
  state: MessageState;
  reason?: string | undefined;
  handedOverAt?: number | undefined;
  /** Somebody took the call. */
  isTalkedTo?: boolean | undefined;
};

/** What she said that ends it, on any channel. */
export const finalWords = ['refused', 'objected', 'wrong-person'] as const;
export type Ending = (typeof finalWords)[number];

/** How far the asking of an invitation came. */
export type AskedSoFar = {
  messages: readonly MessageSoFar[];
  response?: 'opened' | 'partial' | 'completed' | 'screened-out' | undefined;
  ending?: Ending | undefined;
  /** What it asks about may count for nobody any more. */
  circumstances?: { withdrawn?: boolean | undefined } | undefined;
};

/** What a provider or an agent reports of a call that somebody took. */
export const talkedToWords = ['answered', 'in-progress', 'completed', 'reached', 'abandoned', 'hung-up'] as const;
export const voices: readonly Channel[] = ['ivr', 'call_centre'];

/** Whether somebody took this call, by what was told of it; `attempt` is what Hilo itself did. */
export const isTalkedToIn = (channel: Channel, reports: readonly { by: string; status: string }[]): boolean =>
  voices.includes(channel) &&
  reports.some(({ by, status }) => by !== 'attempt' && talkedToWords.some((word) => word === status));

const openStates: readonly MessageState[] = ['queued', 'deferred', 'sending'];
const arrivedStates: readonly MessageState[] = ['accepted', 'delivered'];

export const isUnderWay = ({ state }: Pick<MessageSoFar, 'state'>): boolean => openStates.includes(state);
export const hasArrived = ({ state }: Pick<MessageSoFar, 'state'>): boolean => arrivedStates.includes(state);
