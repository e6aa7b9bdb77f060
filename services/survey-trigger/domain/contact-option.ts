import type { Consent } from '@hilo/contracts';
import { type Whereabouts, whereaboutsOf } from './place/whereabouts.ts';
import { lastOf, type PastContact, pressureOf } from './policy/budget.ts';
import type { Bounds, CompiledPolicy, NeedBound } from './policy/compiled.ts';
import { type ContactOption, type Profile, placeEvidenceOf } from './profile.ts';
import type { Programme } from './programme.ts';
import type { Reason, SurveyRequest } from './refusals.ts';
import { type Asked, earliestPermitted } from './time/permitted.ts';
import { placeZone } from './time/zones.ts';

/** What is to be asked, where nothing forbids to ask at all. */
export type SurveyAsking = SurveyRequest & { programme: Programme; profile: Profile; contacts: readonly PastContact[] };

/**
 * Whether a way to ask can be used before the deadline: at the earliest at that instant, for these reasons if not at once; or not
 * at all, for these.
 */
export type JudgedOption = { option: ContactOption; at?: number; reasons: Reason[] };

const [minuteMs, dayMs] = [60_000, 86_400_000];
/** So far after the deadline it is looked for when somebody could be contacted again, to say so. */
const lookAheadMs = 14 * dayMs;

/** Judges one way to ask by all rules that protect who is asked in this way. */
export const judge = (
  option: ContactOption,
  asking: SurveyAsking,
  policy: CompiledPolicy,
  now: number,
): JudgedOption => {
  const where = whereaboutsOf(option.contactPoint, placeEvidenceOf(asking.profile, asking.circumstances));
  const bounds = policy.boundsOf({ channel: option.channel, class: 'survey', places: where.places });
  const lasting = [...permissionReasons(option.consent, bounds, now), ...contactPointReasons(option, asking.contacts)];
  const passing: Reason[] = [
    ...pressureOf(bounds, asking.contacts, { channel: option.channel, now }),
    ...restReasons(asking, now),
  ];
  const free = passing.reduce((latest, { until = Number.POSITIVE_INFINITY }) => Math.max(latest, until), now);
  if (lasting.length > 0 || free >= asking.deadline) return { option, reasons: [...lasting, ...passing] };
  const within = withinHours(asking, { bounds, zones: zonesOf(where, policy), free, passing, now });
  return { option, ...(within ?? whyNotInTime(option, asking, policy)) };
};

/** When it could have been asked first. */
const firstInstant = ({ occurredAt, programme }: SurveyAsking): number =>
  occurredAt + programme.askAfterMinutes * minuteMs;

/** By what was known when it was due: why it could not be sent then; where it could, it is too late, and that is our fault. */
const whyNotInTime = (option: ContactOption, asking: SurveyAsking, policy: CompiledPolicy): { reasons: Reason[] } => {
  const first = firstInstant(asking);
  const contacts = asking.contacts.filter(({ at }) => at <= first);
  const { at, reasons } = judge(option, { ...asking, contacts }, policy, first);
  return { reasons: at === undefined ? reasons : [{ reason: 'too-late', rule: 'hilo.too-late' }] };
};

/** By the best that is known, or by what the company says of all its customers; otherwise any zone of the world. */
const zonesOf = ({ zones }: Whereabouts, { policy }: CompiledPolicy): readonly string[] =>
  zones.length > 0 ? zones : (policy.whereUnknown?.zones ?? []).flatMap((name) => placeZone(name) ?? []);

const strictness = ['none', 'opt-out', 'consent'] as const;

/** The strictest of what the rules need; where none says it, consent. */
const permissionReasons = (consent: Consent | undefined, { needs, registers }: Bounds, now: number): Reason[] => {
  const inForce = needs.filter(({ from, until }) => from <= now && now < until);
  const byStrictness = (one: NeedBound, other: NeedBound): number =>
    strictness.indexOf(other.needs) - strictness.indexOf(one.needs);
  const { needs: need, rule } = inForce.toSorted(byStrictness)[0] ?? { needs: 'consent', rule: 'hilo.consent' };
  if (consent?.state === 'granted') return [];
  // What was asked for by a contract or by law needs no permission, so that nothing takes it back.
  if (need !== 'none' && consent?.state === 'withdrawn') return [{ reason: 'consent-withdrawn', rule }];
  if (need === 'consent' || (need === 'opt-out' && consent !== undefined)) return [{ reason: 'no-consent', rule }];
  // No list was uploaded, so that nobody can know who stands on it.
  return registers
    .filter(({ from, until }) => from <= now && now < until)
    .map((bound) => ({ reason: 'register-stale', rule: bound.rule }));
};

/** What was learned of the contact point: that it is somebody else's, or that nothing arrives there. */
const contactPointReasons = ({ contactPoint }: ContactOption, contacts: readonly PastContact[]): Reason[] => {
  const outcomes = contacts
    .filter((one) => one.contactPoint?.kind === contactPoint.kind && one.contactPoint.value === contactPoint.value)
    .map(({ outcome }) => outcome);
  return [
    ...(outcomes.includes('wrong_person') ? [{ reason: 'wrong-person', rule: 'hilo.wrong-person' } as const] : []),
    ...(outcomes.includes('bounced') ? [{ reason: 'bounced', rule: 'hilo.bounced' } as const] : []),
  ];
};

const restReasons = ({ programme, contacts }: SurveyAsking, now: number): Reason[] => {
  const until = lastOf(contacts.filter((one) => one.class === 'survey')) + programme.restDays * dayMs;
  return until > now ? [{ reason: 'asked-recently', rule: `${programme.id}.restDays`, until }] : [];
};

type Hours = { bounds: Bounds; zones: readonly string[]; free: number; passing: readonly Reason[]; now: number };

/** The earliest permitted instant, from when on nothing else is in the way; nothing, where there was one and it is over. */
const withinHours = (
  asking: SurveyAsking,
  { bounds, zones, free, passing, now }: Hours,
): { at?: number; reasons: Reason[] } | undefined => {
  const { deadline } = asking;
  const asked = { zones, rules: bounds.hours };
  const at = bounds.hours.length === 0 ? free : earliestPermitted({ ...asked, from: free, until: deadline });
  if (at !== undefined) return { at, reasons: [...passing, ...(at > free ? closedAt(bounds, zones, free, at) : [])] };
  const isStructural = earliestPermitted({ ...asked, from: firstInstant(asking), until: deadline }) === undefined;
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

const closedAt = ({ hours }: Bounds, zones: readonly string[], at: number, until: number): Reason[] =>
  closing(hours, zones, at).map((rule) => ({ reason: 'outside-hours', rule, until }));

/** The rules that permit no contact at this instant. */
const closing = (hours: Bounds['hours'], zones: readonly string[], at: number): string[] =>
  hours
    .filter((rule) => earliestPermitted({ zones, rules: [rule], from: at, until: at + 1 }) === undefined)
    .map(({ rule }) => rule);
