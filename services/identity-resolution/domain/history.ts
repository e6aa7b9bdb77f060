import { evidenceAt, momentsIn, type Surroundings } from './evidence-at.ts';
import { compare } from './fact.ts';
import type { Registry } from './registry.ts';
import { resolve } from './resolve.ts';

/** Customers who became one, or one who became several, at a moment in milliseconds since the epoch. */
export type Turning =
  | { at: number; kind: 'merged'; from: readonly string[]; into: string }
  | { at: number; kind: 'split'; from: string; into: readonly string[] };

type CustomerOf = ReadonlyMap<string, string>;

/**
 * The merges and splits of those who have these identifiers: what differs between the resolutions at successive moments.
 * At the most `moments` of them are looked at, the latest; `isWhole` says whether those were all.
 */
export const historyOf = (
  registry: Registry,
  surroundings: Surroundings,
  identifiers: ReadonlySet<string>,
  moments: number,
): { turnings: Turning[]; isWhole: boolean } => {
  const all = momentsIn(surroundings);
  const some = all.slice(-moments);
  const before = all.at(-some.length - 1);
  const customersAt = (at: number): CustomerOf => resolve(registry, evidenceAt(surroundings, at)).customerOf;
  let last: CustomerOf = before === undefined ? new Map() : customersAt(before);
  const turnings: Turning[] = [];
  for (const at of some) {
    const now = customersAt(at);
    turnings.push(...turningsBetween(last, now, identifiers, at));
    last = now;
  }
  return { turnings, isWhole: some.length === all.length };
};

const turningsBetween = (
  before: CustomerOf,
  after: CustomerOf,
  identifiers: ReadonlySet<string>,
  at: number,
): Turning[] => {
  const from = counterparts(after, before);
  const into = counterparts(before, after);
  const concerned = (customerOf: CustomerOf): Set<string> =>
    new Set([...identifiers].flatMap((id) => customerOf.get(id) ?? []));
  const turnings = [
    ...[...concerned(after)].flatMap((customer): Turning[] => {
      const before = from.get(customer) ?? [];
      return before.length > 1 ? [{ at, kind: 'merged', from: before, into: customer }] : [];
    }),
    ...[...concerned(before)].flatMap((customer): Turning[] => {
      const after = into.get(customer) ?? [];
      return after.length > 1 ? [{ at, kind: 'split', from: customer, into: after }] : [];
    }),
  ];
  return turnings.sort((a, b) => compare(a.kind, b.kind) || compare(oneOf(a), oneOf(b)));
};

/** The customer of whom others came to be part, or who became several: one for each turning of a moment. */
const oneOf = (turning: Turning): string => (turning.kind === 'merged' ? turning.into : turning.from);

/** For each customer of the one moment, those of the other with whom an identifier is common. */
const counterparts = (one: CustomerOf, other: CustomerOf): Map<string, string[]> => {
  const found = new Map<string, Set<string>>();
  for (const [id, customer] of one) {
    const counterpart = other.get(id);
    if (counterpart !== undefined) found.set(customer, (found.get(customer) ?? new Set()).add(counterpart));
  }
  return new Map([...found].map(([customer, others]) => [customer, [...others].sort(compare)]));
};
