import type { Consent } from '@hilo/contracts';
import type { PastContact } from './policy/budget.ts';
import type { Bounds, NeedBound } from './policy/compiled.ts';
import type { Reason } from './refusals.ts';

const strictness = ['none', 'opt-out', 'consent'] as const;

/** Why whoever is to be contacted has not permitted it, as far as that is needed. */
export const permissionReasons = (consent: Consent | undefined, { needs }: Bounds, now: number): Reason[] => {
  const { needs: need, rule } = needOf(needs, now);
  if (consent?.state === 'granted') return [];
  // What was asked for by a contract or by law needs no permission, so that nothing takes it back.
  if (need !== 'none' && consent?.state === 'withdrawn') return [{ reason: 'consent-withdrawn', rule }];
  return need === 'consent' || (need === 'opt-out' && consent !== undefined) ? [{ reason: 'no-consent', rule }] : [];
};

/** What is needed of whoever is contacted: the strictest of what the rules say; where none says it, consent. */
export const needOf = (needs: readonly NeedBound[], at: number): Pick<NeedBound, 'needs' | 'rule'> => {
  const inForce = needs.filter(({ from, until }) => from <= at && at < until);
  const byStrictness = (one: NeedBound, other: NeedBound): number =>
    strictness.indexOf(other.needs) - strictness.indexOf(one.needs);
  return inForce.toSorted(byStrictness)[0] ?? { needs: 'consent', rule: 'hilo.consent' };
};

/** Who objects is contacted no more, but for what needs no permission: nothing takes back what a law or a contract asks for. */
export const objectionReasons = (contacts: readonly PastContact[], { needs }: Bounds, now: number): Reason[] =>
  needOf(needs, now).needs !== 'none' && contacts.some(({ outcome }) => outcome === 'objected')
    ? [{ reason: 'objected', rule: 'hilo.objected' }]
    : [];
