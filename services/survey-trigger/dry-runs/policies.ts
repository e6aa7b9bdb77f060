import { ContactPolicy } from '@hilo/contracts';
import type { Pool } from 'pg';
import { type CompiledPolicy, compilePolicy } from '../domain/policy/compiled.ts';
import { findPolicy, latestPolicy, type StoredPolicy } from '../store/contact-policies.ts';
import { CannotBeDone } from './rehearsing.ts';

/** The policy in force. */
export const policyInForce = async (pool: Pool): Promise<CompiledPolicy> =>
  compiled(await latestPolicy(pool), 'There is no contact policy');

/** The policy that is proposed: as it is given, or an earlier version. Given as it is, it has no version. */
export const proposedPolicy = async (pool: Pool, policy: ContactPolicy | number): Promise<CompiledPolicy> =>
  typeof policy === 'number'
    ? compiled(await findPolicy(pool, policy), `There is no version ${policy} of the contact policy`)
    : compilePolicy(0, policy);

const compiled = (stored: StoredPolicy | undefined, missing: string): CompiledPolicy => {
  if (stored === undefined) throw new CannotBeDone(`${missing}.`);
  const { data } = ContactPolicy.safeParse(stored.policy);
  if (data === undefined) throw new CannotBeDone(`Version ${stored.version} of the contact policy cannot be read.`);
  return compilePolicy(stored.version, data);
};
