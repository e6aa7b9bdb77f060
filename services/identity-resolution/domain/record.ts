import type { Conflict, Consent, CustomerRecord } from '@hilo/contracts';
import { type Aggregate, combine, latestConsents, nothing } from './aggregate.ts';
import type { SeenNode } from './evidence.ts';
import { compare, compareKeys } from './fact.ts';
import { type Registry, strategyOf } from './registry.ts';

/** One identifier of a customer, with what its facts add up to and what was consented to for it. */
export type RecordPart = {
  node: SeenNode;
  shared: boolean;
  /** How many of its links are beyond a limit. */
  beyond: number;
  aggregate: Aggregate;
  contactPointConsents: readonly Consent[];
};

/** The record of a customer, but for what belongs to the transport. */
export type RecordContent = Omit<CustomerRecord, 'version' | 'updatedAt'>;

/** The record of the customer who has these identifiers. The same parts in any order give the same bytes. */
export const composeRecord = (
  registry: Registry,
  id: string,
  parts: readonly RecordPart[],
  conflicts: readonly Conflict[],
): RecordContent => {
  const ordered = parts.toSorted((a, b) => compareKeys(a.node, b.node));
  const listed = oldest(conflicts);
  const conflictCount = conflicts.length + ordered.reduce((sum, { beyond }) => sum + beyond, 0);
  const whole = ordered.reduce((sum, { aggregate }) => combine(registry, sum, aggregate), nothing);
  return {
    id,
    ambiguous: ordered.some(({ shared }) => shared),
    subjects: ordered.map(({ node }) => node.id).sort(compare),
    identifiers: ordered.map(({ node, shared }) => ({
      kind: node.kind,
      value: node.value,
      subject: node.id,
      firstSeenAt: new Date(node.firstSeen).toISOString(),
      status: shared ? 'shared' : 'linked',
    })),
    traits: traitsOf(registry, whole),
    consents: latestConsents([...whole.consents, ...ordered.flatMap((part) => part.contactPointConsents)]),
    contactPreferences: contactPreferences(whole),
    interactions: interactionsOf(whole),
    conflicts: listed,
    ...(conflictCount > listed.length && { conflictCount }),
  };
};

const traitsOf = (registry: Registry, { traits }: Aggregate): RecordContent['traits'] =>
  Object.fromEntries(
    Object.entries(traits)
      .sort(([a], [b]) => compare(a, b))
      .flatMap(([name, values]) => {
        const [best] = values;
        if (best === undefined) return [];
        return [[name, strategyOf(registry, name).keep === 'union' ? values : best]];
      }),
  );

const preferenceTraits = {
  preferredName: 'preferredName',
  language: 'language',
  timeZone: 'timeZone',
  channel: 'preferredChannel',
};

const contactPreferences = ({ traits }: Aggregate): RecordContent['contactPreferences'] =>
  Object.fromEntries(
    Object.entries(preferenceTraits).flatMap(([preference, trait]) => {
      const value = traits[trait]?.[0]?.value;
      return typeof value === 'string' ? [[preference, value]] : [];
    }),
  );

const interactionsOf = ({ total, firstAt, lastAt, byChannel }: Aggregate): RecordContent['interactions'] => ({
  total,
  ...(firstAt === undefined ? {} : { firstAt: new Date(firstAt).toISOString() }),
  ...(lastAt === undefined ? {} : { lastAt: new Date(lastAt).toISOString() }),
  byChannel: Object.fromEntries(Object.entries(byChannel).sort(([a], [b]) => compare(a, b))),
});

const mostConflicts = 100;

const oldest = (conflicts: readonly Conflict[]): Conflict[] =>
  inCanonicalOrder(conflicts)
    .sort((a, b) => compare(a.firstSeenAt, b.firstSeenAt))
    .slice(0, mostConflicts);

const inCanonicalOrder = (conflicts: readonly Conflict[]): Conflict[] =>
  conflicts
    .map(({ between: [one, two], ...conflict }): Conflict => {
      return { ...conflict, between: compareKeys(one, two) <= 0 ? [one, two] : [two, one] };
    })
    .sort((a, b) => compareKeys(a.between[0], b.between[0]) || compareKeys(a.between[1], b.between[1]));
