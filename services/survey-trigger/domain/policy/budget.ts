import type { Channel, ContactClass, Identifier, Outcome } from '@hilo/contracts';
import type { z } from 'zod';
import type { Bounds, CapBound } from './compiled.ts';

/** A contact that was made, or is reserved, by whomever, with somebody or at one of the contact points; `at` in milliseconds since the epoch. */
export type PastContact = {
  at: number;
  channel: Channel;
  /** Where nobody says which, it counts as any. */
  class: ContactClass | undefined;
  /** How much of a cap it uses. */
  weight: number;
  contactPoint: Identifier | undefined;
  /** How it ended, or what was learnt from it. */
  outcome: z.infer<typeof Outcome> | 'objected' | undefined;
};

/** Why there is to be no contact, by which rule, and until when; without an end, until there is news. */
export type Pressure = { reason: 'contact-pressure' | 'asked-recently' | 'refused'; rule: string; until?: number };

const [hourMs, dayMs] = [3_600_000, 86_400_000];

/** What keeps from another contact on this channel at this moment: every cap that is used up, every rest that is not over. */
export const pressureOf = (
  { caps, rests }: Pick<Bounds, 'caps' | 'rests'>,
  contacts: readonly PastContact[],
  { channel, now }: { channel: Channel; now: number },
): Pressure[] => {
  const inForce = <Some extends { from: number; until: number }>(all: readonly Some[]): Some[] =>
    all.filter(({ from, until }) => from <= now && now < until);
  const full = inForce(caps).flatMap((bound): Pressure[] => {
    const free = Math.min(freeAt(bound, contacts, channel, now), bound.until);
    return free > now ? [{ reason: 'contact-pressure', rule: bound.rule, until: free }] : [];
  });
  const resting = inForce(rests).flatMap((bound) =>
    restsOf(bound).flatMap(({ reason, days, concerns }): Pressure[] => {
      const ends = Math.min(lastOf(contacts.filter(concerns)) + days * dayMs, bound.until);
      return ends > now ? [{ reason, rule: bound.rule, until: ends }] : [];
    }),
  );
  return [...full, ...resting];
};

export const lastOf = (contacts: readonly PastContact[]): number =>
  contacts.reduce((last, { at }) => Math.max(last, at), Number.NEGATIVE_INFINITY);

type Rest = { reason: Pressure['reason']; days: number; concerns: (contact: PastContact) => boolean };

const restsOf = ({ afterInvitation, afterAnswer, afterRefusal }: Bounds['rests'][number]): Rest[] => {
  const rests: [number | undefined, Pressure['reason'], Rest['concerns']][] = [
    [afterInvitation, 'asked-recently', (contact) => contact.class === 'survey'],
    [afterAnswer, 'asked-recently', ({ class: kind, outcome }) => kind === 'survey' && outcome === 'completed'],
    [afterRefusal, 'refused', ({ outcome }) => outcome === 'refused'],
  ];
  return rests.flatMap(([days, reason, concerns]) => (days === undefined ? [] : [{ reason, days, concerns }]));
};

/**
 * From when on a cap leaves room for one more contact, if none comes meanwhile. The window rolls: what is a whole window ago does
 * not count any more, and no midnight and no Monday resets anything. What lies ahead, being reserved, counts as well.
 */
const freeAt = ({ cap, counts }: CapBound, contacts: readonly PastContact[], channel: Channel, now: number): number => {
  const windowMs = cap.windowHours * hourMs;
  const counted = contacts
    .filter((one) => one.weight > 0 && (one.class === undefined || counts.has(one.class)))
    .filter((one) => (cap.channels?.includes(one.channel) ?? true) && one.at + windowMs > now)
    .toSorted((one, other) => one.at - other.at);
  const room = cap.max - 1;
  if (cap.of === 'channels') return freeOfChannels(counted, { channel, room, windowMs, now });
  let used = counted.reduce((sum, { weight }) => sum + weight, 0);
  let free = now;
  for (const { at, weight } of counted) {
    if (used <= room) break;
    [used, free] = [used - weight, at + windowMs];
  }
  return free;
};

/** The same where channels are counted, of which the one that is to be used is one. */
const freeOfChannels = (
  counted: readonly PastContact[],
  { channel, room, windowMs, now }: { channel: Channel; room: number; windowMs: number; now: number },
): number => {
  const lastOn = new Map<Channel, number>();
  for (const one of counted) if (one.channel !== channel) lastOn.set(one.channel, one.at);
  const ends = [...lastOn.values()].toSorted((one, other) => one - other).map((at) => at + windowMs);
  return ends.length <= room ? now : (ends[ends.length - room - 1] ?? now);
};
