import type { ContactPolicy, Identifier } from '@hilo/contracts';
import { lawPacks } from './law/packs.ts';
import { type KnownRegisters, listingKey } from './listings.ts';
import type { RegisterBound } from './policy/compiled.ts';
import type { Reason } from './refusals.ts';

const dayMs = 86_400_000;

/** From when on a list of that date is out of date. */
export const staleFrom = (asOf: number, { registers: { maxAgeDays } }: Pick<ContactPolicy, 'registers'>): number =>
  asOf + maxAgeDays * dayMs;

type Asked = { contactPoint: Identifier; known: KnownRegisters | undefined; policy: ContactPolicy; now: number };

/**
 * Why the registers that rules name keep somebody from being contacted who gave no consent: the contact point stands on one, or nobody can
 * know, since the list was not uploaded, is older than the policy permits, or was not read.
 */
export const registerReasons = (
  bounds: readonly RegisterBound[],
  { contactPoint, known, policy, now }: Asked,
): Reason[] => {
  const listings = known?.listings.get(listingKey(contactPoint));
  return bounds
    .filter(({ from, until }) => from <= now && now < until)
    .flatMap(({ register, rule }): Reason[] => {
      const asOf = known?.asOf.get(register);
      if (asOf === undefined || listings === undefined) return [{ reason: 'register-stale', rule }];
      const on: Reason[] = listings.has(register) ? [{ reason: 'on-register', rule }] : [];
      const isStale = now >= staleFrom(asOf, policy);
      return isStale ? [...on, { reason: 'register-stale', rule: 'policy.registers.maxAgeDays' }] : on;
    });
};

/** The registers that the policy asks for, and the rules that do. */
export const registersAskedFor = ({ packs, rules }: Pick<ContactPolicy, 'packs' | 'rules'>): Map<string, string[]> => {
  const asked = new Map<string, string[]>();
  for (const { id, registers = [] } of [...packs.flatMap((pack) => lawPacks.get(pack)?.rules ?? []), ...rules])
    for (const register of registers) asked.set(register, [...(asked.get(register) ?? []), id]);
  return asked;
};

/** In so many days the operator has to see to a list. */
const ageingDays = 3;

export type RegisterState = 'current' | 'ageing' | 'stale' | 'missing';

/** How a register that the policy asks for stands, whose list is of that date. */
export const registerState = (
  asOf: number | undefined,
  policy: Pick<ContactPolicy, 'registers'>,
  now: number,
): RegisterState => {
  if (asOf === undefined) return 'missing';
  const left = staleFrom(asOf, policy) - now;
  if (left <= 0) return 'stale';
  return left < ageingDays * dayMs ? 'ageing' : 'current';
};
