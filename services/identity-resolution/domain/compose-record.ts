import type { Conflict, Consent, CustomerRecord } from '@hilo/contracts';
import { type Aggregate, combine, emptyAggregate, latestConsents, type TraitValue } from './aggregate.ts';
import { canonical } from './canonical.ts';
import { compare, compareKeys } from './fact.ts';
import { type Registry, strategyOf } from './registry.ts';
import type { NodeState } from './state.ts';

/** One identifier of a customer, with what its facts add up to and what was consented to for it. */
export type RecordPart = Omit<NodeState, 'component' | 'customer'>;

/** The record of a customer, but for what belongs to the transport. */
export type RecordContent = Omit<CustomerRecord, 'version' | 'updatedAt'>;

/** The record of the customer who has these identifiers. The same parts in any order give the same bytes. */
export const composeRecord = (
  registry: Registry,
  id: string,
  parts: readonly RecordPart[],
  conflicts: readonly Conflict[],
): RecordContent => {
  const ordered = parts.toSorted(compareKeys);
  const listed = oldest(conflicts);
  const conflictCount = conflicts.length + ordered.reduce((sum, { beyond }) => sum + beyond, 0);
  const whole = ordered.reduce((sum, { aggregate }) => combine(registry, sum, aggregate), emptyAggregate);
  return {
    id,
    ambiguous: ordered.some(({ shared }) => shared),
    // What is known elsewhere under an id of before is theirs too.
    subjects: ordered.flatMap(({ id, former = [] }) => [id, ...former]).sort(compare),
    identifiers: ordered.map(({ id: subject, kind, value, firstSeen, shared }) => ({
      kind,
      value,
      subject,
      firstSeenAt: new Date(firstSeen).toISOString(),
      status: shared ? 'shared' : 'linked',
    })),
    traits: traitsOf(registry, whole),
    consents: latestConsents(ordered.reduce(withConsents, whole.consents)),
    contactPreferences: contactPreferences(whole),
    interactions: interactionsOf(whole),
    conflicts: listed,
    ...(conflictCount > listed.length && { conflictCount }),
  };
};

const withConsents = (consents: readonly Consent[], part: RecordPart): readonly Consent[] =>
  part.consents.length === 0 ? consents : [...consents, ...part.consents];

const traitsOf = (registry: Registry, { traits }: Aggregate): RecordContent['traits'] => {
  const surviving: [string, RecordContent['traits'][string]][] = [];
  for (const name of Object.keys(traits).sort(compare)) {
    const values = traits[name] ?? [];
    const [best] = values;
    if (best === undefined) continue;
    surviving.push([name, strategyOf(registry, name).keep === 'union' ? values.map(inOneOrder) : inOneOrder(best)]);
  }
  return Object.fromEntries(surviving);
};

/** What was stored before values were put in order is put in order here. */
const inOneOrder = (trait: TraitValue): TraitValue =>
  typeof trait.value === 'object' ? { ...trait, value: canonical(trait.value) } : trait;

const preferenceTraits = Object.entries({
  preferredName: 'preferredName',
  language: 'language',
  timeZone: 'timeZone',
  channel: 'preferredChannel',
  hours: 'contactHours',
  pauseUntil: 'contactPauseUntil',
});

const contactPreferences = ({ traits }: Aggregate): RecordContent['contactPreferences'] => {
  const preferences: RecordContent['contactPreferences'] = {};
  for (const [preference, trait] of preferenceTraits) {
    const value = traits[trait]?.[0]?.value;
    if (typeof value === 'string') Object.assign(preferences, { [preference]: value });
  }
  return preferences;
};

const interactionsOf = ({ total, firstAt, lastAt, byChannel }: Aggregate): RecordContent['interactions'] => ({
  total,
  ...(firstAt === undefined ? {} : { firstAt: new Date(firstAt).toISOString() }),
  ...(lastAt === undefined ? {} : { lastAt: new Date(lastAt).toISOString() }),
  byChannel: inOrder(byChannel),
});

const inOrder = (byChannel: Aggregate['byChannel']): Aggregate['byChannel'] =>
  Object.fromEntries(Object.entries(byChannel).sort(([one], [other]) => compare(one, other)));

const mostConflicts = 100;

const oldest = (conflicts: readonly Conflict[]): Conflict[] =>
  conflicts.length === 0
    ? []
    : inCanonicalOrder(conflicts)
        .sort((a, b) => compare(a.firstSeenAt, b.firstSeenAt))
        .slice(0, mostConflicts);

const inCanonicalOrder = (conflicts: readonly Conflict[]): Conflict[] =>
  conflicts
    .map(({ between: [one, two], ...conflict }): Conflict => {
      return { ...conflict, between: compareKeys(one, two) <= 0 ? [one, two] : [two, one] };
    })
    .sort((a, b) => compareKeys(a.between[0], b.between[0]) || compareKeys(a.between[1], b.between[1]));
