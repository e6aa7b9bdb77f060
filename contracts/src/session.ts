import { z } from 'zod';
import { openObject, otherWordThan } from './open.ts';
import { Timestamp } from './words.ts';

const SessionId = z.string().min(1).max(100).describe('The id of the session: it opens nothing by itself.');

const about = { session: SessionId, at: Timestamp, expiresAt: Timestamp.describe('When it ends by itself.') };

const kinds = {
  changed: {
    ...about,
    kind: z.literal('changed'),
    roles: z.array(z.string()).describe('As what the person acts from now on, in words such as agent.'),
  },
  unconfirmed: { ...about, kind: z.literal('unconfirmed') },
  ended: { ...about, kind: z.literal('ended') },
  confirmed: {
    kind: z.literal('confirmed'),
    at: Timestamp.describe('At that moment all sessions held of which nothing else was told.'),
  },
};

/**
 * What became of sessions of people who signed in. A session itself is in the cookie of who has it; here is what changes it, and
 * up to when nothing did.
 */
export const SessionTold = z
  .union([
    z.discriminatedUnion('kind', [
      openObject(kinds.changed),
      openObject(kinds.unconfirmed).describe('Who signs people in could not be asked whether it still holds.'),
      openObject(kinds.ended),
      openObject(kinds.confirmed),
    ]),
    openObject({ kind: otherWordThan(Object.keys(kinds)) }),
  ])
  .describe('What became of the sessions of people who signed in. One of a kind that is not known has no effect.');
export type SessionTold = z.infer<typeof SessionTold>;

/** For how long a session holds after it was known to hold: a lost role and a logout are effective everywhere by then. */
export const sessionHoldsMs = 60_000;
