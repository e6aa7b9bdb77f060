import { type Consent, cautionOf, instantOf, type Provenance, type Trait } from '@hilo/contracts';
import type { z } from 'zod';
import { canonical } from './canonical.ts';
import { compare, type Fact, type NodeConsent } from './fact.ts';
import { type Registry, strategyOf, type TraitStrategy } from './registry.ts';

export type TraitValue = z.infer<typeof Trait>;

/**
 * What the facts of one subject add up to. Aggregates form a commutative monoid: the record of a customer is the sum over
 * its subjects, so that a merge or a split adds other aggregates together and folds no fact again.
 */
export type Aggregate = {
  total: number;
  firstAt?: number;
  lastAt?: number;
  /** Channels that this version does not know are counted under their words. */
  byChannel: Readonly<Record<string, number>>;
  traits: Record<string, TraitValue[]>;
  consents: Consent[];
};

export const emptyAggregate: Aggregate = { total: 0, byChannel: {}, traits: {}, consents: [] };

/** What a fact adds to the subject that it is attributed to. */
export const foldFact = (fact: Fact): Aggregate => ({
  total: 1,
  firstAt: fact.at,
  lastAt: fact.at,
  byChannel: { [fact.channel]: 1 },
  traits: traitsIn(fact),
  consents: fact.consents.filter(({ node }) => node === undefined).map((consent) => consentOf(fact, consent)),
});

const traitsIn = (fact: Fact): Aggregate['traits'] =>
  fact.traits === undefined
    ? {}
    : Object.fromEntries(
        Object.entries(fact.traits).map(([name, value]) => [name, [{ value: canonical(value), ...provenance(fact) }]]),
      );

/** The consents that a fact states for a contact point: they stay with that contact point, wherever it goes. */
export const contactPointConsents = (fact: Fact): [string, Consent][] =>
  fact.consents.flatMap((consent) => (consent.node === undefined ? [] : [[consent.node, consentOf(fact, consent)]]));

const provenance = ({ source, id, at }: Fact): Provenance => ({
  source,
  interaction: id,
  at: new Date(at).toISOString(),
});

/** Its fields in one order, whatever order they were posted in: records are compared byte for byte. */
const consentOf = (fact: Fact, { statement }: NodeConsent): Consent => {
  const { purpose, channel, contactPoint, state, jurisdiction, proof } = statement;
  return {
    purpose,
    ...(channel && { channel }),
    ...(contactPoint && { contactPoint: { kind: contactPoint.kind, value: contactPoint.value } }),
    state,
    ...(jurisdiction && { jurisdiction }),
    ...(proof && { proof }),
    ...provenance(fact),
  };
};

/** Both together; the order does not matter. Most identifiers of a record have no facts of their own. */
export const combine = (registry: Registry, one: Aggregate, two: Aggregate): Aggregate => {
  if (one.total === 0) return two;
  if (two.total === 0) return one;
  return {
    total: one.total + two.total,
    firstAt: Math.min(one.firstAt ?? Number.POSITIVE_INFINITY, two.firstAt ?? Number.POSITIVE_INFINITY),
    lastAt: Math.max(one.lastAt ?? Number.NEGATIVE_INFINITY, two.lastAt ?? Number.NEGATIVE_INFINITY),
    byChannel: sum(one.byChannel, two.byChannel),
    traits: combineTraits(registry, one.traits, two.traits),
    consents: latestConsents([...one.consents, ...two.consents]),
  };
};

const sum = (one: Aggregate['byChannel'], two: Aggregate['byChannel']): Aggregate['byChannel'] => {
  const total: Record<string, number> = { ...one };
  for (const [channel, count] of Object.entries(two)) {
    // A word that nobody knows may be one that every object has, such as constructor.
    total[channel] = Object.hasOwn(total, channel) ? (total[channel] ?? 0) + count : count;
  }
  return total;
};

const combineTraits = (registry: Registry, one: Aggregate['traits'], two: Aggregate['traits']): Aggregate['traits'] => {
  const added = Object.entries(two);
  if (added.length === 0) return one;
  const all = { ...one };
  for (const [name, values] of added) {
    all[name] = survivors(strategyOf(registry, name), [
      ...(Object.hasOwn(all, name) ? (all[name] ?? []) : []),
      ...values,
    ]);
  }
  return all;
};

const compareProvenance = (a: Provenance, b: Provenance): number =>
  compare(instantOf(a.at), instantOf(b.at)) || compare(a.source, b.source) || compare(a.interaction, b.interaction);

const text = (value: unknown): string => JSON.stringify(value);

/** Of what was stored before values were put in order, too. */
const textOf = ({ value }: TraitValue): string => text(canonical(value));

const compareValues = (a: TraitValue, b: TraitValue): number =>
  typeof a.value === 'number' && typeof b.value === 'number'
    ? compare(a.value, b.value)
    : compare(textOf(a), textOf(b));

/** The best first; a total order over facts, so that ties do not depend on arrival. */
const preference: Record<TraitStrategy['keep'], (strategy: TraitStrategy) => (a: TraitValue, b: TraitValue) => number> =
  {
    latest: () => (a, b) => compareProvenance(b, a),
    first: () => compareProvenance,
    min: () => (a, b) => compareValues(a, b) || compareProvenance(b, a),
    max: () => (a, b) => compareValues(b, a) || compareProvenance(b, a),
    union: () => (a, b) => compareValues(a, b) || compareProvenance(b, a),
    preferred: (strategy) => (a, b) => place(strategy, a.source) - place(strategy, b.source) || compareProvenance(b, a),
  };

const place = (strategy: TraitStrategy, source: string): number => {
  const at = strategy.keep === 'preferred' ? strategy.sources.indexOf(source) : -1;
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};

const survivors = (strategy: TraitStrategy, values: readonly TraitValue[]): TraitValue[] => {
  const prefer = preference[strategy.keep](strategy);
  if (strategy.keep !== 'union')
    return values.length < 2 ? [...values] : [values.reduce((best, one) => (prefer(one, best) < 0 ? one : best))];
  const ordered = values.toSorted(prefer);
  return ordered.filter((value, at) => at === 0 || !isSame(value, ordered[at - 1]));
};

const isSame = (one: TraitValue, two: TraitValue | undefined): boolean =>
  two !== undefined && textOf(one) === textOf(two);

const consentKey = ({ purpose, channel, contactPoint }: Consent): string =>
  JSON.stringify([purpose, channel ?? '', contactPoint?.kind ?? '', contactPoint?.value ?? '']);

const compareConsents = (a: Consent, b: Consent): number =>
  compare(instantOf(a.at), instantOf(b.at)) ||
  cautionOf(a.state) - cautionOf(b.state) ||
  compareProvenance(a, b) ||
  compare(text(a), text(b));

/** The latest statement for each purpose, channel and contact point, in canonical order. A withdrawal wins a tie. */
export const latestConsents = (consents: readonly Consent[]): Consent[] => {
  if (consents.length < 2) return [...consents];
  const latest = new Map<string, Consent>();
  for (const consent of consents) {
    const key = consentKey(consent);
    const known = latest.get(key);
    if (known === undefined || compareConsents(consent, known) > 0) latest.set(key, consent);
  }
  return [...latest].sort(([a], [b]) => compare(a, b)).map(([, consent]) => consent);
};
