import type { ContactClass, Voice } from '@hilo/contracts';
import type { KnownRegisters } from './listings.ts';
import { objectionReasons, permissionReasons } from './needed-permission.ts';
import { type PlaceEvidence, type Whereabouts, whereaboutsOf } from './place/whereabouts.ts';
import { type PastContact, pressureOf, restUntil, standing } from './policy/budget.ts';
import type { Bounds, CompiledPolicy, HoursBound } from './policy/compiled.ts';
import { preferredHours, preferredPause } from './preferences.ts';
import { type ContactOption, type Profile, placeEvidenceOf } from './profile.ts';
import type { Programme } from './programme.ts';
import type { Reason, SurveyRequest } from './refusals.ts';
import { registerReasons } from './registers.ts';
import { classOf } from './templates/as-programme.ts';
import { type Asked, earliestPermitted } from './time/permitted.ts';
import { placeZone } from './time/zones.ts';
import { voiceAsked } from './voices.ts';

/** A contact with somebody in one way, whatever it is for: all that the rules look at. Times are in milliseconds since the epoch. */
export type AskedContact = {
  option: ContactOption;
  class: ContactClass;
  /** Whether it is forbidden to whoever objects, as far as a permission is needed at all; without it, that was looked at before. */
  isObjectable?: boolean;
  /** In which voice she is contacted, whose contacts alone are among these; without it, as a customer. */
  voice?: Voice | undefined;
  /** Of where whoever is contacted may be. */
  evidence: PlaceEvidence;
  contacts: readonly PastContact[];
  /** Where it stands on opt-out registers; without it nobody knows, and who gave no consent is not contacted where a rule asks for one. */
  registers?: KnownRegisters | undefined;
  /** How long to rest after a survey, beside what the policy says. */
  ownRests: readonly { rule: string; days: number }[];
  /** The hours that whoever is contacted wants, beside those of the policy. */
  ownHours?: readonly HoursBound[];
  /** What else keeps from it for a while, and is not of the policy. */
  ownReasons?: readonly Reason[];
  /** When it could have been made first. */
  firstAt: number;
  deadline: number;
};

/**
 * Whether a contact can be made before the deadline: at the earliest at that instant, for these reasons if not at once; or not at all,
 * for these.
 */
export type JudgedContact = { at?: number; reasons: Reason[] };

/** What is to be asked, where nothing forbids to ask at all. */
export type SurveyAsking = SurveyRequest &
  Pick<AskedContact, 'contacts' | 'registers'> & { programme: Programme; profile: Profile };

export type JudgedOption = JudgedContact & { option: ContactOption };

const [minuteMs, dayMs] = [60_000, 86_400_000];
/** So far after the deadline, or the moment, it is looked for when somebody could be contacted again, to say so. */
const lookAheadMs = 14 * dayMs;

/** Judges one way to ask by all rules that protect who is asked in this way. */
export const judge = (
  option: ContactOption,
  asking: SurveyAsking,
  policy: CompiledPolicy,
  now: number,
): JudgedOption => ({ option, ...judgeContact(surveyContact(option, asking), policy, now) });

const surveyContact = (
  option: ContactOption,
  { programme, profile, circumstances, contacts, registers, ownReasons = [], occurredAt, deadline }: SurveyAsking,
): AskedContact => ({
  option,
  class: classOf(programme),
  isObjectable: programme.message !== undefined,
  voice: voiceAsked(programme),
  evidence: placeEvidenceOf(profile, circumstances),
  contacts,
  registers,
  ownRests: [{ rule: `${programme.id}.restDays`, days: programme.restDays }],
  ownHours: preferredHours(profile.contactPreferences, classOf(programme)),
  ownReasons: [...ownReasons, ...preferredPause(profile.contactPreferences, classOf(programme))],
  firstAt: occurredAt + programme.askAfterMinutes * minuteMs,
  deadline,
});

/** Judges a contact by all rules that protect who is contacted in this way. */
export const judgeContact = (given: AskedContact, policy: CompiledPolicy, now: number): JudgedContact => {
  const asked = { ...given, contacts: standing(given.contacts, now) };
  const { bounds, zones } = protectionOf(asked, policy);
  const lasting = lastingReasons(asked, bounds, policy, now);
  const passing = passingReasons(asked, bounds, now);
  const free = passing.reduce((latest, { until = Number.POSITIVE_INFINITY }) => Math.max(latest, until), now);
  if (lasting.length > 0 || free >= asked.deadline) return { reasons: [...lasting, ...passing] };
  return withinHours(asked, { bounds, zones, free, passing, now }) ?? whyNotInTime(asked, policy);
};

/** Every reason for which the contact is not to be made at this very instant. */
export const reasonsAt = (asked: AskedContact, policy: CompiledPolicy, at: number): Reason[] =>
  reasonsUnder(protectionOf(asked, policy), asked, { at, now: at });

/** The same by rules that were looked up before, of an instant that may lie ahead of now. */
export const reasonsUnder = (
  { bounds, zones, policy }: Protection,
  given: AskedContact,
  { at, now }: { at: number; now: number },
): Reason[] => {
  const asked = { ...given, contacts: standing(given.contacts, now) };
  return [
    ...lastingReasons(asked, bounds, policy, at),
    ...passingReasons(asked, bounds, at),
    ...whyClosed(bounds, zones, at),
  ];
};

/** The rules that protect who is contacted in some way, and the zones of which each may be the right one. */
export type Protection = { bounds: Bounds; zones: readonly string[]; policy: CompiledPolicy };

export const protectionOf = (
  { option: { channel, contactPoint }, class: kind, voice, evidence, ownHours = [] }: AskedContact,
  policy: CompiledPolicy,
): Protection => {
  const where = whereaboutsOf(contactPoint, evidence);
  const bounds = policy.boundsOf({ channel, class: kind, voice, places: where.places });
  return {
    bounds: ownHours.length === 0 ? bounds : { ...bounds, hours: [...bounds.hours, ...ownHours] },
    zones: zonesOf(where, policy),
    policy,
  };
};

/** What nothing but news ends. */
const lastingReasons = (
  { option, contacts, registers: known, isObjectable = false }: AskedContact,
  bounds: Bounds,
  { policy }: CompiledPolicy,
  now: number,
): Reason[] => {
  const { contactPoint } = option;
  const permission = permissionReasons(option.consent, bounds, now);
  const hasConsent = option.consent?.state === 'granted';
  const listed = hasConsent ? [] : registerReasons(bounds.registers, { contactPoint, known, policy, now });
  // Where consent is needed, it does not matter how old a list is.
  const registers = permission.length === 0 ? listed : listed.filter(({ reason }) => reason === 'on-register');
  return [
    ...(isObjectable ? objectionReasons(contacts, bounds, now) : []),
    ...permission,
    ...registers,
    ...contactPointReasons(option, contacts).filter(({ until }) => until === undefined),
  ];
};

/** What ends by itself, but for the hours. */
const passingReasons = (asked: AskedContact, bounds: Bounds, now: number): Reason[] => [
  ...pressureOf(bounds, asked.contacts, { channel: asked.option.channel, now }),
  ...restReasons(asked, now),
  ...contactPointReasons(asked.option, asked.contacts).filter(({ until = now }) => until > now),
  ...(asked.ownReasons ?? []).filter(({ until = Number.POSITIVE_INFINITY }) => until > now),
];

/** By what was known when it was due: why it could not be made then; where it could, it is too late, and that is our fault. */
const whyNotInTime = (asked: AskedContact, policy: CompiledPolicy): JudgedContact => {
  const contacts = asked.contacts.filter(({ at }) => at <= asked.firstAt);
  const { at, reasons } = judgeContact({ ...asked, contacts }, policy, asked.firstAt);
  return { reasons: at === undefined ? reasons : [{ reason: 'too-late', rule: 'hilo.too-late' }] };
};

/** By the best that is known, or by what the company says of all its customers; otherwise any zone of the world. */
const zonesOf = ({ zones }: Whereabouts, { policy }: CompiledPolicy): readonly string[] =>
  zones.length > 0 ? zones : (policy.whereUnknown?.zones ?? []).flatMap((name) => placeZone(name) ?? []);

/** What was learned of the contact point: that it is somebody else's, or that nothing arrives there, for good or for a while. */
const contactPointReasons = ({ contactPoint }: ContactOption, contacts: readonly PastContact[]): Reason[] => {
  const there = contacts.filter(
    (one) => one.contactPoint?.kind === contactPoint.kind && one.contactPoint.value === contactPoint.value,
  );
  const isStrangers = there.some(({ outcome }) => outcome === 'wrong_person');
  const bounced = there.filter(({ outcome }) => outcome === 'bounced').map(({ expiresAt }) => expiresAt);
  const until = Math.max(...bounced.map((end) => end ?? Number.NEGATIVE_INFINITY));
  return [
    ...(isStrangers ? [{ reason: 'wrong-person', rule: 'hilo.wrong-person' } as const] : []),
    ...(bounced.includes(undefined) ? [{ reason: 'bounced', rule: 'hilo.bounced' } as const] : []),
    ...(Number.isFinite(until) ? [{ reason: 'bounced', rule: 'hilo.soft-bounces', until } as const] : []),
  ];
};

const restReasons = ({ ownRests, contacts }: AskedContact, now: number): Reason[] => {
  const surveys = contacts.filter((one) => one.class === 'survey');
  return ownRests.flatMap(({ rule, days }): Reason[] => {
    const until = restUntil(surveys, days, now);
    return until > now ? [{ reason: 'asked-recently', rule, until }] : [];
  });
};

type Hours = { bounds: Bounds; zones: readonly string[]; free: number; passing: readonly Reason[]; now: number };

/** The earliest permitted instant, from when on nothing else is in the way; nothing, where there was one and it is over. */
const withinHours = (
  { deadline, firstAt }: AskedContact,
  { bounds, zones, free, passing, now }: Hours,
): JudgedContact | undefined => {
  const asked = { zones, rules: bounds.hours };
  const at = bounds.hours.length === 0 ? free : earliestPermitted({ ...asked, from: free, until: deadline });
  if (at !== undefined) return { at, reasons: [...passing, ...(at > free ? closedAt(bounds, zones, free, at) : [])] };
  const isStructural = earliestPermitted({ ...asked, from: firstAt, until: deadline }) === undefined;
  if (isStructural) return { reasons: [...passing, ...neverPermitted(bounds, asked, { from: free, deadline })] };
  return free > now ? { reasons: [...passing] } : undefined;
};

/** The law, or the policy, leaves no time before the deadline: nobody was late. */
const neverPermitted = (
  { hours }: Bounds,
  asked: Pick<Asked, 'zones' | 'rules'>,
  { from, deadline }: { from: number; deadline: number },
): Reason[] => {
  const until = earliestPermitted({ ...asked, from: deadline, until: deadline + lookAheadMs });
  return closing(hours, asked.zones, from).map((rule) => ({
    reason: 'no-permitted-time',
    rule,
    ...(until !== undefined && { until }),
  }));
};

/** Why this is no hour for it, and when the next is. */
const whyClosed = (bounds: Bounds, zones: readonly string[], at: number): Reason[] => {
  if (bounds.hours.length === 0) return [];
  const open = earliestPermitted({ zones, rules: bounds.hours, from: at, until: at + lookAheadMs });
  if (open === undefined)
    return closing(bounds.hours, zones, at).map((rule) => ({ reason: 'no-permitted-time', rule }));
  return open > at ? closedAt(bounds, zones, at, open) : [];
};

const closedAt = ({ hours }: Bounds, zones: readonly string[], at: number, until: number): Reason[] =>
  closing(hours, zones, at).map((rule) => ({ reason: 'outside-hours', rule, until }));

/** The rules that permit no contact at this instant. */
const closing = (hours: Bounds['hours'], zones: readonly string[], at: number): string[] =>
  hours
    .filter((rule) => earliestPermitted({ zones, rules: [rule], from: at, until: at + 1 }) === undefined)
    .map(({ rule }) => rule);
