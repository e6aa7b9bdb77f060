import type { Transaction } from '@hilo/runtime';
import { type Deciding, decideDue, type Inviting } from '../pipeline.ts';
import { dueInvitations, takeDue } from '../store/due-invitations.ts';

/** One round of deciding, as the worker does it: what cannot be decided is set aside for a minute. */
export const decideNow = async (tx: Transaction, inviting: Inviting, now: number): Promise<Deciding> => {
  const taken = await takeDue(tx, { now, limit: 500 });
  const outcome = await decideDue(tx, inviting, taken, now);
  const aside = outcome.unusable.map((one) => ({ ...one, failures: 1, until: now + 60_000 }));
  if (aside.length > 0) await dueInvitations.setAside(tx, aside);
  return outcome;
};
