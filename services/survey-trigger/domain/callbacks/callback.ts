import { Channel, Identifier, instantOf, Time, Uuid } from '@hilo/contracts';
import { z } from 'zod';
import { brakeSaidBy } from '../delivery/refusal-brake.ts';

/** What whoever carries a message says of it afterwards: of several, in whatever order, the one of the highest rank counts. */
export const ReportedState = z.enum(['sent', 'failed', 'delivered']);
export type ReportedState = z.infer<typeof ReportedState>;

/** Told of a message; times are in milliseconds since the epoch. */
export type StatusCallback = {
  /** By Hilo's id, or by that of whoever carries it. */
  message: string | undefined;
  providerId: string | undefined;
  state: ReportedState;
  /** As it was said: told twice, it is one entry of the log. */
  status: string;
  reason: string | undefined;
  /** What it says of the person: that she has said no, or that nobody is there for good. */
  brake: 'refusal' | 'hard-bounce' | undefined;
  at: number;
};

/** Something that somebody wrote. */
export type InboundCallback = {
  /** As whoever brings it calls it: brought again, it is the same. */
  id: string;
  channel: Channel;
  from: Identifier;
  text: string;
  at: number;
};

const id = z.string().min(1).max(200);
const Reason = z.string().min(1).max(200);

const Status = z.object({
  type: z.literal('hilo.callback.status'),
  timestamp: Time,
  data: z
    .object({
      message: Uuid.optional().describe('The webhook-id by which the message was posted.'),
      providerId: id.optional(),
      status: ReportedState,
      reason: Reason.optional().describe('`opted-out` and `no-such-address` are heeded as such.'),
    })
    .refine(({ message, providerId }) => message ?? providerId, 'names no message'),
});

const Bounce = Status.extend({
  type: z.literal('hilo.callback.bounce'),
  data: z
    .object({ message: Uuid.optional(), providerId: id.optional(), hard: z.boolean(), reason: Reason.optional() })
    .refine(({ message, providerId }) => message ?? providerId, 'names no message'),
});

const Inbound = z.object({
  type: z.literal('hilo.callback.inbound'),
  timestamp: Time,
  data: z.object({ id, channel: Channel, from: Identifier, text: z.string().max(20_000) }),
});

/** The body of a status, or of a bounce, as an endpoint of Standard Webhooks posts it. The type in it is signed: it counts nowhere else. */
export const statusIn = (body: unknown): StatusCallback | undefined => {
  const status = Status.safeParse(body).data;
  if (status !== undefined) {
    const { message, providerId, status: state, reason } = status.data;
    const brake = brakeSaidBy(reason);
    return { message, providerId, state, status: state, reason, brake, at: instantOf(status.timestamp) };
  }
  const bounce = Bounce.safeParse(body).data;
  if (bounce === undefined) return undefined;
  const { message, providerId, hard, reason } = bounce.data;
  const told = { message, providerId, reason: reason ?? (hard ? 'hard-bounce' : 'soft-bounce') };
  const brake = hard ? ('hard-bounce' as const) : undefined;
  return {
    ...told,
    state: 'failed',
    status: hard ? 'bounced/hard' : 'bounced/soft',
    brake,
    at: instantOf(bounce.timestamp),
  };
};

export const inboundIn = (body: unknown): InboundCallback | undefined => {
  const inbound = Inbound.safeParse(body).data;
  return inbound && { ...inbound.data, at: instantOf(inbound.timestamp) };
};

const ranks: Readonly<Record<string, number>> = {
  sending: 0,
  unknown: 0,
  deferred: 0,
  accepted: 1,
  bounced: 2,
  delivered: 3,
};
const states = { sent: 'accepted', failed: 'bounced', delivered: 'delivered' } as const;

/** What a message becomes by what is told of it; nothing, where that is of no higher rank, or where it never left. */
export const stateAfter = (before: string, told: ReportedState): 'accepted' | 'bounced' | 'delivered' | undefined => {
  const rank = ranks[before];
  const after = states[told];
  return rank !== undefined && (ranks[after] ?? 0) > rank ? after : undefined;
};
