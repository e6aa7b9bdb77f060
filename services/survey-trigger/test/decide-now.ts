import { nameHashes, type Transaction } from '@hilo/runtime';
import { type Deciding, decideDue, type Inviting } from '../pipeline.ts';
import { dueInvitations, takeDue } from '../store/due-invitations.ts';

export const hashOfNames = nameHashes('a secret of the tests');

/** One round of deciding, as the worker does it: what cannot be decided is set aside for a minute, or put back. */
export const decideNow = async (
  tx: Transaction,
  inviting: Omit<Inviting, 'hashes'>,
  now: number,
): Promise<Deciding> => {
  const { items } = await takeDue(tx, { now, limit: 500 });
  const outcome = await decideDue(tx, { ...inviting, hashes: hashOfNames }, items, now);
  const aside = outcome.unusable.map((one) => ({ ...one, failures: 1, until: now + 60_000 }));
  if (aside.length > 0) await dueInvitations.setAside(tx, aside);
  const through = new Set([...outcome.done, ...aside.map(({ id }) => id)]);
  await dueInvitations.putBack(
    tx,
    items.filter(({ id }) => !through.has(id)),
    now,
  );
  return outcome;
};
