import type { ContactPolicy, DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { faultsOf } from '../domain/policy/validate.ts';
import { findPolicy, insertPolicy, latestPolicy, lockPolicies, type StoredPolicy } from '../store/contact-policies.ts';

/** The version that whoever changes the policy has seen, as the header If-Match says it. */
export type Seen = string | undefined;

type Publishing = { by: DecidedBy; why: string; seen: Seen; now: number };

export const policyTag = (version: number): string => `"${version}"`;

/**
 * Publishes the next version, which holds from the commit on, for every instance; `restored` is the earlier one that it brings
 * back. What is wrong with it is told, and nothing is published.
 */
export const publishPolicy = async (
  tx: Transaction,
  { policy, restored = null }: { policy: ContactPolicy; restored?: number | null },
  { by, why, seen, now }: Publishing,
): Promise<StoredPolicy> => {
  refuseFaults(policy);
  await lockPolicies(tx);
  const latest = (await latestPolicy(tx))?.version ?? 0;
  refuseUnseen(seen, latest);
  await insertPolicy(tx, latest + 1, { policy, by, why, restored }, now);
  const published = await findPolicy(tx, latest + 1);
  if (published === undefined) throw new Error('a version of the contact policy is gone that was written just now');
  return published;
};

/** What is wrong with a policy is told, and it is not published, nor tried. */
export const refuseFaults = (policy: ContactPolicy): void => {
  const faults = faultsOf(policy);
  if (faults.length === 0) return;
  const errors = faults.map(({ path, message }) => ({ path: ['policy', ...path], message }));
  throw new HttpProblem(400, 'Invalid request', 'The policy is not to be published as it is.', errors);
};

/** Who has not seen what is in force would undo what another did. */
const refuseUnseen = (seen: Seen, latest: number): void => {
  if (seen === undefined)
    throw new HttpProblem(
      428,
      'Precondition required',
      `Say in the header If-Match which version you have seen: ${policyTag(latest)}.`,
    );
  const tags = seen.split(',').map((tag) => tag.trim());
  if (!tags.includes(policyTag(latest)) && !tags.includes('*'))
    throw new HttpProblem(412, 'Precondition failed', `Version ${latest} is in force: look at it, and change that.`);
};

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };

/** Publishes the first version where there is none yet. */
export const publishFirst = async (pool: Pool, policy: ContactPolicy, now: number): Promise<void> => {
  if ((await latestPolicy(pool)) !== undefined) return;
  await transaction(pool, async (tx) => {
    await lockPolicies(tx);
    if ((await latestPolicy(tx)) !== undefined) return;
    await insertPolicy(
      tx,
      1,
      { policy, by: hilo, why: 'The first, as it is shipped or configured.', restored: null },
      now,
    );
  });
};
