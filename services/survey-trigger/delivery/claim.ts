import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { claimMessages, releaseAttempt } from '../store/messages.ts';
import { saveTokens } from '../store/survey-tokens.ts';
import { beginWriting } from './outcome-writing.ts';
import { type LinkedMessage, linksFor } from './outgoing.ts';

/** Whose attempt is not over after so long was killed, or is lost: what became of it is unknown. */
export const leaseMs = 30_000;
const unreadableRetryMs = 60_000;

export type Claiming = { pool: Pool; publicUrl: string; now(): number };

/**
 * Takes so many of what is due on a route, in a transaction of its own: that an attempt is made is committed before it is made, with
 * its links. Whoever is killed after that leaves these attempts unknown, and no others.
 */
export const claim = (
  { pool, publicUrl, now: clock }: Claiming,
  route: string,
  limit: number,
): Promise<LinkedMessage[]> =>
  transaction(
    pool,
    async (tx) => {
      const now = clock();
      const { claimed, unreadable } = await claimMessages(tx, { route, limit, now, until: now + leaseMs });
      const linked = claimed.map((message) => ({ message, ...linksFor(message, publicUrl, now) }));
      await saveTokens(
        tx,
        linked.flatMap(({ kept }) => kept),
      );
      for (const { id, attempts, reason } of unreadable)
        await releaseAttempt(tx, id, { attempts, at: now + unreadableRetryMs, unreadable: reason });
      return linked.map(({ message, links }) => ({ message, links }));
    },
    beginWriting,
  );
