import type { ContactPolicy } from '@hilo/contracts';
import { nameHashes, type Transaction } from '@hilo/runtime';
import { policyAtAnyHour } from '@hilo/testing';
import { loadContactPolicy } from '../config.ts';
import type { Programme } from '../domain/programme.ts';
import { type Deciding, decideDue, type Inviting } from '../pipeline/decide-due.ts';
import { insertPolicy, latestPolicy, openPolicies } from '../store/contact-policies.ts';
import { dueInvitations, takeDue } from '../store/due-invitations.ts';
import { fixedProgrammes, type ProgrammesInForce } from '../store/programmes.ts';

export const hashOfNames = nameHashes('a secret of the tests');

const policies = openPolicies();

type DecidedBy = {
  programmes: readonly Programme[] | ProgrammesInForce;
  isOnThread: boolean;
  routes?: Inviting['routes'];
};

/**
 * One round of deciding, as the worker does it: what cannot be decided is set aside for a minute, or put back. Where no policy was
 * published, by one that permits every hour.
 */
export const decideNow = async (
  tx: Transaction,
  { programmes, isOnThread, routes }: DecidedBy,
  now: number,
): Promise<Deciding> => {
  if ((await latestPolicy(tx)) === undefined) await publish(tx, loadContactPolicy(policyAtAnyHour));
  const { items } = await takeDue(tx, { now, limit: 500 });
  const asking = 'inForce' in programmes ? programmes : fixedProgrammes(programmes);
  const inviting = { programmes: asking, policies, isOnThread, routes, hashes: hashOfNames };
  const outcome = await decideDue(tx, inviting, items, now);
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

/** Publishes a policy, whatever was in force. */
export const publish = async (tx: Transaction, policy: ContactPolicy): Promise<void> => {
  const version = ((await latestPolicy(tx))?.version ?? 0) + 1;
  await insertPolicy(
    tx,
    version,
    { policy, by: { key: 'k', source: 'tests' }, why: 'a test', restored: null },
    Date.now(),
  );
};
