import type { ContactCap, ContactClass, ContactPolicy, ContactRule, Voice } from '@hilo/contracts';
import { type Calendar, calendarOf, type OwnHoliday, type Place } from '../calendar/holidays.ts';
import { countryOfPack, lawPacks } from '../law/packs.ts';
import { placeOfCode } from '../place/places.ts';
import type { HoursRule } from '../time/permitted.ts';
import { complementOf, intersectWeeks, weekOf, wholeWeek } from '../time/weekly-hours.ts';

/** A rule as it is applied to somebody: with the classes by which it counts what came before. */
type Bound = { rule: string; from: number; until: number };
export type HoursBound = Bound & HoursRule;
export type CapBound = Bound & { cap: ContactCap; counts: ReadonlySet<ContactClass> };
export type RestBound = Bound & NonNullable<ContactRule['rest']>;
export type NeedBound = Bound & { needs: NonNullable<ContactRule['needs']> };
export type RegisterBound = Bound & { register: string };
export type PrefixBound = Bound & { callerPrefix: string };

/** All that the policy says of contacts on a channel, of a class, with somebody who may be at some places. */
export type Bounds = {
  hours: readonly HoursBound[];
  caps: readonly CapBound[];
  rests: readonly RestBound[];
  needs: readonly NeedBound[];
  registers: readonly RegisterBound[];
  callerPrefixes: readonly PrefixBound[];
};

export type ContactKind = {
  channel: ContactRule['channels'][number];
  class: ContactClass;
  places: readonly Place[];
  /** In which voice somebody is contacted; without it, as a customer. */
  voice?: Voice | undefined;
};

/** A version of the policy, ready to be asked. */
export type CompiledPolicy = { version: number; policy: ContactPolicy; boundsOf(kind: ContactKind): Bounds };

/** Kinds of people there are as many as there are places together; so many are remembered. */
const mostRemembered = 5000;

export const compilePolicy = (version: number, policy: ContactPolicy): CompiledPolicy => {
  const remembered = new Map<string, Bounds>();
  return {
    version,
    policy,
    boundsOf: (kind) => {
      const key = `${kind.channel} ${kind.class} ${kind.voice ?? 'customer'} ${kind.places.map(({ country, regions }) => `${country}-${regions}`).join(' ')}`;
      const known = remembered.get(key);
      if (known) return known;
      if (remembered.size >= mostRemembered) remembered.clear();
      const bounds = boundsOf(policy, kind);
      remembered.set(key, bounds);
      return bounds;
    },
  };
};

/** A rule in the eyes of which a contact is of one of these classes. */
type Seen = { rule: ContactRule; as: ReadonlySet<ContactClass>; surveysAs: ContactClass };

/** The rules of everybody, and those of all the places where somebody may be; who may be anywhere has those of all. */
const boundsOf = (
  policy: ContactPolicy,
  { channel, class: wanted, places: known, voice = 'customer' }: ContactKind,
): Bounds => {
  const countries = policy.packs.flatMap((pack) => countryOfPack(pack) ?? []);
  const places = known.length > 0 ? known : countries.map((country): Place => ({ country, regions: [] }));
  const applied = seenRules(policy, wanted).filter(
    ({ rule, as }) =>
      rule.channels.includes(channel) &&
      (rule.voices === undefined || rule.voices.includes(voice)) &&
      rule.classes.some((one) => as.has(one)) &&
      protectsAt(rule.jurisdiction, places),
  );
  const each = <Part>(partsOf: (seen: Seen, bound: Bound) => readonly Part[]): Part[] =>
    applied.flatMap((seen) => partsOf(seen, { rule: seen.rule.id, ...forceOf(seen.rule) }));
  return {
    hours: each(({ rule }, bound) => hoursOf(rule, places, policy).map((hours) => ({ ...bound, ...hours }))),
    caps: each(({ rule, surveysAs }, bound) =>
      (rule.caps ?? []).map((cap) => ({ ...bound, cap, counts: countedBy(cap, surveysAs) })),
    ),
    rests: each(({ rule }, bound) => (rule.rest ? [{ ...bound, ...rule.rest }] : [])),
    needs: each(({ rule: { needs } }, bound) => (needs ? [{ ...bound, needs }] : [])),
    registers: each(({ rule }, bound) => (rule.registers ?? []).map((register) => ({ ...bound, register }))),
    callerPrefixes: each(({ rule: { callerPrefix } }, bound) => (callerPrefix ? [{ ...bound, callerPrefix }] : [])),
  };
};

/** Every rule, with the classes that the contact has in its eyes: a survey may be advertising by the law of a country. */
const seenRules = (policy: ContactPolicy, wanted: ContactClass): Seen[] => {
  const packs = policy.packs.flatMap((id) => lawPacks.get(id) ?? []);
  const surveysIn = (country: string | undefined): ContactClass => {
    // Whether its pack is heeded or not: that law calls them so.
    const pack = [...lawPacks.values()].find(({ id }) => countryOfPack(id) === country);
    return pack === undefined ? 'survey' : (policy.surveysAre[pack.id] ?? pack.surveysAre);
  };
  return [...packs.flatMap(({ rules }) => rules), ...policy.rules].map((rule) => {
    const surveysAs = surveysIn(placeOfCode(rule.jurisdiction)?.country);
    return { rule, as: new Set(wanted === 'survey' ? [wanted, surveysAs] : [wanted]), surveysAs };
  });
};

/** Whether somebody may be where it holds: somewhere in a country, if no region is known. */
const protectsAt = (jurisdiction: string, places: readonly Place[]): boolean => {
  if (jurisdiction === 'general') return true;
  const where = placeOfCode(jurisdiction);
  const place = places.find(({ country }) => country === where?.country);
  if (place === undefined || where === undefined) return false;
  const isAnywhere = where.regions.length === 0 || place.regions.length === 0;
  return isAnywhere || where.regions.some((region) => place.regions.includes(region));
};

/** The days of the operator with each place as the tables name it: `UK` is GB, and Réunion a region of France. */
export const ownHolidaysOf = ({ holidays }: ContactPolicy): OwnHoliday[] =>
  holidays.flatMap(({ place: code, ...day }) => {
    const place = placeOfCode(code);
    return place === undefined ? [] : [{ ...day, place: [place.country, ...place.regions].join('-') }];
  });

/** Where a day begins first, and where it ends last: a law is heeded as soon as it is in force anywhere. */
const [aheadMs, behindMs] = [14 * 3_600_000, 12 * 3_600_000];

/** From when on a rule is in force, and from when on no longer, in milliseconds since the epoch. */
export const forceOf = ({ inForceFrom, inForceUntil }: Pick<ContactRule, 'inForceFrom' | 'inForceUntil'>) => ({
  from: inForceFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(inForceFrom) - aheadMs,
  until: inForceUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(inForceUntil) + behindMs,
});

/** The hours of a rule, if it says any, with the holidays on which it closes: of its own country, or, of everybody, of all places. */
const hoursOf = (
  { hours, quiet, holidays, jurisdiction }: ContactRule,
  places: readonly Place[],
  policy: ContactPolicy,
): Pick<HoursRule, 'week' | 'closed'>[] => {
  if ((hours === undefined || hours === 'any') && quiet === undefined && holidays === 'none') return [];
  const open = hours === undefined || hours === 'any' ? wholeWeek : weekOf(hours);
  const week = quiet === undefined ? open : intersectWeeks(open, complementOf(weekOf(quiet)));
  if (holidays === 'none') return [{ week, closed: [] }];
  const own = ownHolidaysOf(policy);
  const whose = placeOfCode(jurisdiction)?.country;
  const heeded = places.filter(({ country }) => jurisdiction === 'general' || country === whose);
  const closed = heeded.flatMap((place): Calendar[] => {
    const calendar = calendarOf(place, holidays, own);
    return calendar === undefined ? [] : [calendar];
  });
  return [{ week, closed }];
};

const allClasses: readonly ContactClass[] = ['commercial', 'survey', 'service', 'collection'];

/** The classes of contacts that count: where surveys are advertising, they count as such. */
const countedBy = ({ classes }: ContactCap, surveysAs: ContactClass): ReadonlySet<ContactClass> => {
  const counted = new Set(classes ?? allClasses);
  if (counted.has(surveysAs)) counted.add('survey');
  return counted;
};
