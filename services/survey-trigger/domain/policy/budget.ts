import type { Channel, ContactCap, ContactClass, Identifier, Outcome } from '@hilo/contracts';
import type { z } from 'zod';
import type { OfVoices } from '../voices.ts';
import type { Bounds, CapBound } from './compiled.ts';

/** A contact that was made, or is reserved, by whomever, with somebody or at one of the contact points; `at` in milliseconds since the epoch. */
export type PastContact = OfVoices & {
  at: number;
  channel: Channel;
  /** Where nobody says which, it counts as any. */
  class: ContactClass | undefined;
  /** How much of a cap it uses. */
  weight: number;
  contactPoint: Identifier | undefined;
  /** How it ended, or what was learnt from it. */
  outcome: z.infer<typeof Outcome> | 'objected' | undefined;
  /** Of what is only reserved: from when on it counts no more, unless it is told of until then. */
  expiresAt?: number | undefined;
};

/** Those that count at this moment: what was reserved, and came to nothing, does not. */
export const standing = (contacts: readonly PastContact[], now: number): readonly PastContact[] =>
  contacts.every(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
    ? contacts
    : contacts.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);

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
      const ends = Math.min(restUntil(contacts.filter(concerns), days, now), bound.until);
      return ends > now ? [{ reason, rule: bound.rule, until: ends }] : [];
    }),
  );
  return [...full, ...resting];
};

/** Until when to rest after the last of these. */
export const restUntil = (contacts: readonly PastContact[], days: number, now: number): number =>
  contacts.reduce((last, one) => Math.max(last, endOf(one, days * dayMs, now)), Number.NEGATIVE_INFINITY);

/** So long after a contact it counts no more; what is only reserved, not after it has expired: then it was made, or never is. */
const endOf = ({ at, expiresAt }: PastContact, ms: number, now: number): number =>
  expiresAt !== undefined && expiresAt > now ? Math.min(at + ms, expiresAt) : at + ms;

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
const freeAt = (bound: CapBound, contacts: readonly PastContact[], channel: Channel, now: number): number => {
  const { cap } = bound;
  const counted = countedIn(bound, contacts, now);
  const room = cap.max - 1;
  if (cap.of === 'channels') return freeOfChannels(counted, { channel, room, now });
  let used = counted.reduce((sum, { weight }) => sum + weight, 0);
  let free = now;
  for (const { end, weight } of counted) {
    if (used <= room) break;
    [used, free] = [used - weight, end];
  }
  return free;
};

/** How much of a cap is used up at a moment; without room for one more, from when on there is some. */
export type Budget = { rule: string; cap: ContactCap; used: number; freeAt?: number };

/** How much is used of every cap in force for a contact on this channel at that moment, by what is known now. */
export const budgetsOf = (
  { caps }: Pick<Bounds, 'caps'>,
  contacts: readonly PastContact[],
  { channel, at, now }: { channel: Channel; at: number; now: number },
): Budget[] => {
  const known = standing(contacts, now);
  return caps
    .filter(({ from, until }) => from <= at && at < until)
    .map((bound) => {
      const counted = countedIn(bound, known, at);
      const used =
        bound.cap.of === 'channels'
          ? new Set(counted.map((one) => one.channel)).size
          : counted.reduce((sum, { weight }) => sum + weight, 0);
      const free = Math.min(freeAt(bound, known, channel, at), bound.until);
      return { rule: bound.rule, cap: bound.cap, used, ...(free > at && { freeAt: free }) };
    });
};

/** What a cap counts of these, with when each counts no more; in the order of that. */
const countedIn = ({ cap, counts }: CapBound, contacts: readonly PastContact[], now: number): Counted[] => {
  const windowMs = cap.windowHours * hourMs;
  return contacts
    .filter((one) => one.weight > 0 && (one.class === undefined || counts.has(one.class)))
    .filter((one) => (cap.channels?.includes(one.channel) ?? true) && one.at + windowMs > now)
    .map((one) => ({ channel: one.channel, weight: one.weight, end: endOf(one, windowMs, now) }))
    .toSorted((one, other) => one.end - other.end);
};

type Counted = { channel: Channel; weight: number; end: number };

/** The same where channels are counted, of which the one that is to be used is one. */
const freeOfChannels = (
  counted: readonly Counted[],
  { channel, room, now }: { channel: Channel; room: number; now: number },
): number => {
  const lastOn = new Map<Channel, number>();
  for (const one of counted) if (one.channel !== channel) lastOn.set(one.channel, one.end);
  const ends = [...lastOn.values()].toSorted((one, other) => one - other);
  return ends.length <= room ? now : (ends[ends.length - room - 1] ?? now);
};
