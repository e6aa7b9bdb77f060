import { type Channel, type ContactClass, decidingConsent, type Identifier, voiceOfPurpose } from '@hilo/contracts';
import { isCalledFrom } from './caller-prefix.ts';
import { type AskedContact, type Protection, protectionOf, reasonsUnder } from './contact-option.ts';
import type { KnownRegisters } from './listings.ts';
import { needOf } from './needed-permission.ts';
import { type Budget, budgetsOf, type PastContact } from './policy/budget.ts';
import type { CompiledPolicy } from './policy/compiled.ts';
import { preferredHours, preferredPause } from './preferences.ts';
import { type Profile, placeEvidenceOf } from './profile.ts';
import { type Reason, reasonWords } from './refusals.ts';
import { ofVoice } from './voices.ts';

/** Why there is no permission beside what keeps from asking about an interaction; the first is told first. */
export const permissionWords = [
  'conflict',
  'reservation-used',
  'knowledge-stale',
  'unknown-customer',
  'unknown-contact-point',
  'contact-point-of-another',
  'shared-by-many',
  'caller-prefix',
] as const;
export type PermissionWord = (typeof permissionWords)[number];
export type PermissionReason = Omit<Reason, 'reason'> & { reason: Reason['reason'] | PermissionWord };

/** What is to be done; times are in milliseconds since the epoch. */
export type PermissionQuestion = {
  channel: Channel;
  purpose: string;
  class: ContactClass;
  /** The number from which it is called. */
  from: string | undefined;
  at: number;
  now: number;
};

/** Somebody who has the contact point, or is to be contacted there. */
export type Concerned = {
  profile: Profile;
  contacts: readonly PastContact[];
  /** Who is to be contacted; of all others only what they do not want counts. */
  isAsked: boolean;
};

/** What is known of whoever would be contacted. */
export type PermissionKnown = {
  /** Without one, there is nothing to judge, and `whyNobody` says why. */
  contactPoint: Identifier | undefined;
  concerned: readonly Concerned[];
  /** Why nobody can say who would be contacted, or how. */
  doubts: readonly (PermissionWord | 'no-contact-point' | 'not-understood')[];
  /** Where the contact point stands on opt-out registers. */
  registers: KnownRegisters;
  isStale: boolean;
};

/** A rule under which it may be done only from such a number; the caller did not say from which. */
export type Condition = { rule: string; callerPrefix: string };

export type Permission = {
  reasons: PermissionReason[];
  /** The earliest instant at which nothing forbids it that is known now; absent where nothing but news would permit it, or in 14 days none is. */
  nextAllowedAt?: number;
  budgets: Budget[];
  conditions: Condition[];
};

const dayMs = 86_400_000;
const lookAheadMs = 14 * dayMs;
/** More reasons do not end one after the other within the time in which one is looked for. */
const mostTurns = 100;

/** Whether somebody may be contacted; permitted is what has no reason against it. All reasons are told, and what may be done later. */
export const decidePermission = (
  question: PermissionQuestion,
  known: PermissionKnown,
  policy: CompiledPolicy | undefined,
): Permission => {
  if (policy === undefined)
    return { reasons: [{ reason: 'policy-invalid', rule: 'hilo.policy' }], budgets: [], conditions: [] };
  const judged = judgedOf(question, known, policy);
  const doubts = doubtsOf(known);
  const whyNot = (at: number, now: number): PermissionReason[] => [
    ...doubts,
    ...judged.flatMap((one) => reasonsOf(one, question, { at, now })),
  ];
  const { at, now } = question;
  const reasons = inOrder(whyNot(at, now));
  const next = reasons.length === 0 ? undefined : nextFree(whyNot, reasons, at);
  return {
    reasons,
    ...(next !== undefined && { nextAllowedAt: next }),
    budgets: joinedBudgets(judged.flatMap((one) => budgetsUnder(one, question))),
    conditions: question.from === undefined ? conditionsOf(judged, at) : [],
  };
};

const doubtsOf = ({ doubts, isStale }: PermissionKnown): PermissionReason[] =>
  [...(isStale ? (['knowledge-stale'] as const) : []), ...doubts].map((reason) => ({ reason, rule: `hilo.${reason}` }));

/** Somebody with the rules that protect her. */
type Judged = Concerned & { asked: AskedContact; protection: Protection };

const judgedOf = (
  { channel, purpose, class: kind, at }: PermissionQuestion,
  { contactPoint, concerned, registers }: PermissionKnown,
  policy: CompiledPolicy,
): Judged[] =>
  contactPoint === undefined
    ? []
    : concerned.map((each) => {
        const voice = voiceOfPurpose(purpose);
        const one = { ...each, contacts: ofVoice(each.contacts, voice) };
        const asked: AskedContact = {
          option: {
            channel,
            contactPoint,
            consent: decidingConsent(one.profile.consents, { purpose, channel, contactPoint }),
          },
          class: kind,
          voice,
          evidence: placeEvidenceOf(one.profile, { answered: [] }),
          contacts: one.contacts,
          registers,
          ownRests: [],
          ownHours: preferredHours(one.profile.contactPreferences, kind),
          ownReasons: preferredPause(one.profile.contactPreferences, kind),
          firstAt: at,
          deadline: at + lookAheadMs,
        };
        return { ...one, asked, protection: protectionOf(asked, policy) };
      });

/** What only whoever is to be contacted has to say: others at the contact point are not contacted, and only what they refuse counts. */
const ofAskedAlone: ReadonlySet<string> = new Set(['no-consent', 'register-stale', 'on-register']);

const reasonsOf = (
  { asked, protection, isAsked, profile, contacts }: Judged,
  { from }: PermissionQuestion,
  { at, now }: { at: number; now: number },
): PermissionReason[] => {
  const { bounds } = protection;
  const need = needOf(bounds.needs, at);
  const ruled = reasonsUnder(protection, asked, { at, now });
  // Nothing takes back what a law or a contract asks for, and it does not rest on what somebody consented to who may be another.
  const objects = need.needs !== 'none' && contacts.some(({ outcome }) => outcome === 'objected');
  const isDoubtful = isAsked && need.needs === 'consent' && profile.ambiguous;
  const wrong = from === undefined ? [] : bounds.callerPrefixes.filter((bound) => isForce(bound, at));
  return [
    ...(objects ? [{ reason: 'objected', rule: 'hilo.objected' } as const] : []),
    ...(isDoubtful ? [{ reason: 'ambiguous-customer', rule: 'hilo.ambiguous-customer' } as const] : []),
    ...(isAsked ? ruled : ruled.filter(({ reason }) => !ofAskedAlone.has(reason))),
    ...wrong
      .filter(({ callerPrefix }) => !isCalledFrom(from ?? '', callerPrefix))
      .map(({ rule }) => ({ reason: 'caller-prefix', rule }) as const),
  ];
};

const isForce = ({ from, until }: { from: number; until: number }, at: number): boolean => from <= at && at < until;

const conditionsOf = (judged: readonly Judged[], at: number): Condition[] => {
  const bounds = judged.flatMap(({ protection }) => protection.bounds.callerPrefixes);
  const byRule = new Map(bounds.filter((bound) => isForce(bound, at)).map((bound) => [bound.rule, bound.callerPrefix]));
  return [...byRule].map(([rule, callerPrefix]) => ({ rule, callerPrefix }));
};

const budgetsUnder = ({ asked, protection }: Judged, { channel, at, now }: PermissionQuestion): Budget[] =>
  budgetsOf(protection.bounds, asked.contacts, { channel, at, now });

/** Of each cap once: by whoever has used most of it. */
export const joinedBudgets = (budgets: readonly Budget[]): Budget[] =>
  [...Map.groupBy(budgets, ({ rule, cap }) => JSON.stringify([rule, cap])).values()].flatMap((same) =>
    same.toSorted((one, other) => other.used - one.used || (other.freeAt ?? 0) - (one.freeAt ?? 0)).slice(0, 1),
  );

/** The first instant of which nothing is known that forbids it: where one reason ends, another may have begun. */
const nextFree = (
  whyNot: (at: number, now: number) => PermissionReason[],
  first: readonly PermissionReason[],
  from: number,
): number | undefined => {
  let [reasons, at] = [first, from];
  for (let turn = 0; turn < mostTurns && reasons.length > 0; turn += 1) {
    const until = reasons.reduce((last, reason) => Math.max(last, reason.until ?? Number.POSITIVE_INFINITY), at);
    if (until <= at || until > from + lookAheadMs) return undefined;
    [at, reasons] = [until, whyNot(until, until)];
  }
  return reasons.length === 0 ? at : undefined;
};

const told: readonly string[] = [...permissionWords, ...reasonWords];

/** Each once, with the end that comes last: everybody who has the contact point has to be free. */
const inOrder = (reasons: readonly PermissionReason[]): PermissionReason[] => {
  const endOf = ({ until = Number.POSITIVE_INFINITY }: PermissionReason): number => until;
  return [...Map.groupBy(reasons, ({ reason, rule }) => `${reason} ${rule}`).values()]
    .flatMap((same) => same.toSorted((one, other) => endOf(other) - endOf(one)).slice(0, 1))
    .toSorted(
      (one, other) => told.indexOf(one.reason) - told.indexOf(other.reason) || one.rule.localeCompare(other.rule),
    );
};
