import { voiceOfPurpose } from '@hilo/contracts';
import type { Contact, ContactFact, MatchingRule, Teller, ToldContact } from './contact.ts';
import { derivedUuid } from './derived-uuid.ts';
import { isReachedBy } from './reached-by.ts';

/** Told of within so long at one contact point, it is one contact. */
export const oneContactMs = 5 * 60_000;

/** Whoever did it is believed first, and what was only meant to be done last. */
const mostBelieved: readonly Teller[] = ['report', 'interaction', 'invitation', 'reservation'];
/** Whose it is: what is resolved follows the person; who reports knows of a customer of then. */
const mostBelievedOfSubject: readonly Teller[] = ['invitation', 'interaction', 'report', 'reservation'];
/** What counts most of what different tellers say of how it ended. */
const gravestOutcomes: readonly string[] = [
  'refused',
  'wrong_person',
  'bounced',
  'completed',
  'reached',
  'failed',
  'opened',
  'delivered',
  'voicemail',
  'busy',
  'no_answer',
  'abandoned',
];
/** Told after a message was sent, and by the same system: no other message. */
const notices: readonly string[] = ['delivered', 'opened', 'bounced'];

/**
 * The ledger of contacts: a pure function of the set of facts. In whatever order and however often they are heard of, it is the same.
 * Facts are joined by reservation and by id of a source first; then by time, the nearest at one contact point, on one channel and in one
 * direction, unless the same teller tells of both.
 */
export const contactsOf = (facts: readonly ContactFact[]): Contact[] =>
  attemptsOf(linked(latestOf(facts).filter(({ withdrawn }) => !withdrawn))).map(contactOf);

/** Facts that are one contact, whatever their times. */
type Attempt = {
  facts: ContactFact[];
  at: number;
  place: string;
  channel: ToldContact['channel'];
  direction: ToldContact['direction'];
  rule: MatchingRule;
};

export const keyOfFact = ({ teller, source, id }: Pick<ContactFact, 'teller' | 'source' | 'id'>): string =>
  JSON.stringify([teller, source, id]);

const compare = <Value extends string | number>(one: Value, other: Value): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** The latest version of each, in the order of their times; of two that contradict each other at one version, always the same. */
const latestOf = (facts: readonly ContactFact[]): ContactFact[] => {
  const latest = new Map<string, ContactFact>();
  for (const fact of facts) {
    const key = keyOfFact(fact);
    const other = latest.get(key);
    if (other === undefined || compareVersions(other, fact) < 0) latest.set(key, fact);
  }
  return [...latest]
    .map(([key, fact]) => ({ key, fact }))
    .sort((one, other) => compare(one.fact.at, other.fact.at) || compare(one.key, other.key))
    .map(({ fact }) => fact);
};

const compareVersions = (one: ContactFact, other: ContactFact): number =>
  one.version - other.version || compare(JSON.stringify(one), JSON.stringify(other));

/** In the order of their times: facts that have a reservation, or an id of a source, in common. */
const linked = (facts: readonly ContactFact[]): Attempt[] => {
  const groups = new Map<string, ContactFact[]>();
  for (const fact of facts) {
    const links = linksOf(fact);
    const joined = new Set(links.flatMap((link) => groups.get(link) ?? []));
    const group = [...joined, fact];
    for (const link of group.flatMap(linksOf)) groups.set(link, group);
  }
  return [...new Set(groups.values())]
    .map(attemptOf)
    .sort((one, other) => compare(one.at, other.at) || compare(firstKey(one), firstKey(other)));
};

/** By what a fact is linked to others, whatever their contact points and times. */
export const linksOf = (fact: Pick<ContactFact, 'teller' | 'source' | 'id' | 'reservation' | 'origin'>): string[] => [
  keyOfFact(fact),
  ...(fact.reservation === undefined ? [] : [`reservation ${fact.reservation}`]),
  ...(fact.origin === undefined ? [] : [`origin ${JSON.stringify([fact.origin.source, fact.origin.id])}`]),
];

const firstKey = ({ facts: [first] }: Attempt): string => (first ? keyOfFact(first) : '');

/**
 * It is when the first says who is believed most, and where the first of them says who names an address for the channel: whoever knows the
 * customer by an account alone does not know where she was reached. There it is found by whatever is told of the same place and time.
 */
const attemptOf = (group: readonly ContactFact[]): Attempt => {
  const facts = group.toSorted((one, other) => compare(one.at, other.at) || compare(keyOfFact(one), keyOfFact(other)));
  const believed = byBelief(facts, mostBelieved);
  const [anchor] = believed;
  const channel = anchor?.told.channel ?? 'other';
  const placed =
    believed.find(({ told: { contactPoint } }) => contactPoint && isReachedBy(channel, contactPoint)) ?? anchor;
  return {
    facts,
    at: anchor?.at ?? 0,
    place: placed?.place ?? '',
    channel,
    direction: anchor?.told.direction ?? 'outbound',
    rule: ruleOf(facts),
  };
};

const ruleOf = (facts: readonly ContactFact[]): MatchingRule => {
  if (facts.length === 1) return 'alone';
  const [first] = facts;
  const isReserved = facts.every(({ reservation }) => reservation !== undefined && reservation === first?.reservation);
  return isReserved ? 'reservation' : 'same-id';
};

/** Joins what is near in time, in the order of time: each joins the nearest that none of its own tellers told of. */
const attemptsOf = (groups: readonly Attempt[]): Attempt[] => {
  const attempts: Attempt[] = [];
  const recent = new Map<string, Attempt[]>();
  for (const group of groups) {
    const where = JSON.stringify([group.place, group.channel, group.direction]);
    const near = (recent.get(where) ?? []).filter(({ at }) => group.at - at <= oneContactMs);
    const nearest = near.findLast((attempt) => isOfOthers(attempt, group));
    if (nearest === undefined) {
      attempts.push(group);
      near.push(group);
    } else {
      nearest.facts.push(...group.facts);
      nearest.rule = 'within-5-minutes';
    }
    recent.set(where, near);
  }
  return attempts;
};

/**
 * A system does not tell twice of one contact, under two ids; but for what became of a message that it sent. What is reserved is a
 * contact of its own beside what else is reserved, by whomever, and beside what was known when it was reserved.
 */
const isOfOthers = (attempt: Attempt, group: Attempt): boolean => {
  const taken = new Set(attempt.facts.map(slotOf));
  return (
    !group.facts.some((fact) => taken.has(slotOf(fact))) &&
    !(isReserved(attempt.facts) && isReserved(group.facts)) &&
    !isOfOtherVoice(attempt.facts, group.facts) &&
    !isApart(attempt.facts, group.facts) &&
    !isApart(group.facts, attempt.facts)
  );
};

const slotOf = ({ teller, source, told: { outcome } }: ContactFact): string =>
  JSON.stringify([teller, source, outcome !== undefined && notices.includes(outcome) ? outcome : '']);

/** What was reserved is told of with its reservation: with another, it is another contact. */
const isReserved = (facts: readonly ContactFact[]): boolean =>
  facts.some(({ teller, reservation }) => teller === 'reservation' || reservation !== undefined);

/** Who has two voices is contacted in each: what names no purpose may be of either. */
const isOfOtherVoice = (facts: readonly ContactFact[], others: readonly ContactFact[]): boolean => {
  const [one, other] = [facts, others].map(
    (all) => new Set(all.flatMap(({ told: { purpose } }) => (purpose === undefined ? [] : voiceOfPurpose(purpose)))),
  );
  return one !== undefined && other !== undefined && one.size > 0 && other.size > 0 && one.isDisjointFrom(other);
};

const isApart = (facts: readonly ContactFact[], others: readonly ContactFact[]): boolean => {
  const apart = new Set(facts.flatMap(({ told: { apartFrom = [] } }) => apartFrom));
  return apart.size > 0 && others.some((fact) => apart.has(hashOfFact(fact)));
};

/** By what a reservation knows a fact that it is apart from. */
export const hashOfFact = (fact: Pick<ContactFact, 'teller' | 'source' | 'id'>): string =>
  derivedUuid(['fact', keyOfFact(fact)]);

const byBelief = (facts: readonly ContactFact[], believed: readonly Teller[]): ContactFact[] =>
  facts.toSorted((one, other) => believed.indexOf(one.teller) - believed.indexOf(other.teller));

const contactOf = ({ facts: unordered, at, place, channel, direction, rule }: Attempt): Contact => {
  const facts = unordered.toSorted(
    (one, other) => compare(one.at, other.at) || compare(keyOfFact(one), keyOfFact(other)),
  );
  const believed = byBelief(facts, mostBelieved);
  const first = <Key extends keyof ToldContact>(key: Key): ToldContact[Key] | undefined =>
    believed.find(({ told }) => told[key] !== undefined)?.told[key];
  const times = (key: 'reservedAt' | 'startedAt' | 'endedAt' | 'expiresAt'): number[] =>
    facts.flatMap(({ told }) => told[key] ?? []);
  return withoutUndefined({
    id: derivedUuid(['contact', ...facts.slice(0, 1).map(keyOfFact)]),
    place,
    subject: byBelief(facts, mostBelievedOfSubject).find(({ subject }) => subject !== undefined)?.subject,
    at,
    channel,
    direction,
    contactPoint:
      believed.find((fact) => fact.place === place && fact.told.contactPoint)?.told.contactPoint ??
      first('contactPoint'),
    purpose: first('purpose'),
    class: first('class'),
    touchpoint: first('touchpoint'),
    reservedAt: times('reservedAt').toSorted(compare)[0],
    startedAt: times('startedAt').toSorted(compare)[0],
    endedAt: times('endedAt').toSorted(compare).at(-1),
    // What anybody else told of was made, whether it was reserved in time or not.
    expiresAt: facts.every(({ teller }) => teller === 'reservation')
      ? times('expiresAt').toSorted(compare).at(-1)
      : undefined,
    outcome: gravest(facts),
    weight: Math.max(...facts.map(({ told: { weight = 1 } }) => weight)),
    source: believed[0]?.source ?? '',
    tellers: facts.map(({ teller, source, id }) => ({ teller, source, id })),
    rule,
  });
};

const gravest = (facts: readonly ContactFact[]): ToldContact['outcome'] => {
  const gravity = (outcome: string): number => {
    const place = gravestOutcomes.indexOf(outcome);
    return place < 0 ? gravestOutcomes.length : place;
  };
  return facts
    .flatMap(({ told: { outcome } }) => outcome ?? [])
    .toSorted((one, other) => gravity(one) - gravity(other) || compare(one, other))[0];
};

/** What nobody said is not there, so that rows are equal that say the same. */
const withoutUndefined = <Some extends object>(some: Some): Some => {
  for (const [key, value] of Object.entries(some)) if (value === undefined) Reflect.deleteProperty(some, key);
  return some;
};
