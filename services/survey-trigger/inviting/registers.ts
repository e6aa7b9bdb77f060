import type { NameHashes, Transaction } from '@hilo/runtime';
import type { KnownRegisters } from '../domain/listings.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { optionsOf, type Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { registersAskedFor } from '../domain/registers.ts';
import { holdRegisters, readListings } from '../store/opt-out-registers.ts';

type By = { hashes: NameHashes; policy: CompiledPolicy | undefined; programmes: readonly Programme[] };

/**
 * What the registers that the policy asks for say of all ways to ask these customers, as far as it matters: who has said yes may stand on
 * any.
 */
export const lookUpRegisters = async (
  tx: Transaction,
  { hashes, policy, programmes }: By,
  asked: readonly { programme: string; profile: Profile }[],
): Promise<KnownRegisters> => {
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const contactPoints = asked.flatMap(({ programme: id, profile }) => {
    const programme = byId.get(id);
    const options = programme === undefined ? [] : optionsOf(programme, profile);
    return options.flatMap(({ consent, contactPoint }) => (consent?.state === 'granted' ? [] : contactPoint));
  });
  const registers = policy === undefined ? [] : [...registersAskedFor(policy.policy).keys()];
  if (contactPoints.length > 0 && registers.length > 0) await holdRegisters(tx);
  return readListings(tx, hashes, contactPoints, registers);
};
