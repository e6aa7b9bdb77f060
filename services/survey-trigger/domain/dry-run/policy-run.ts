import {
  type Channel,
  type Consent,
  type ContactClass,
  decidingConsent,
  type Identifier,
  voiceOfPurpose,
} from '@hilo/contracts';
import { type AskedContact, judgeContact, protectionOf } from '../contact-option.ts';
import { decide } from '../decide.ts';
import type { KnownRegisters } from '../listings.ts';
import { needOf, objectionReasons } from '../needed-permission.ts';
import type { PastContact } from '../policy/budget.ts';
import type { CompiledPolicy } from '../policy/compiled.ts';
import { type Profile, placeEvidenceOf } from '../profile.ts';
import type { Reason } from '../refusals.ts';
import { ofVoice, voiceAsked } from '../voices.ts';
import { type KnownThen, knownThen, openGiven } from './known-then.ts';
import type { PastCandidate, ProgrammeRun, UndecidedReason } from './programme-run.ts';
import { inOrderOfTime } from './timeline.ts';

/** A contact that somebody made, by the ledger; times are in milliseconds since the epoch. */
export type PastAttempt = {
  id: string;
  subject: string;
  at: number;
  channel: Channel;
  /** Where nobody says which: undefined. */
  class: ContactClass | undefined;
  purpose: string | undefined;
  contactPoint: Identifier;
  weight: number;
  isAnswered: boolean;
  /** It is of no use later. */
  deadline: number;
};

/** What is taken for the class, and the purpose, of a contact of which nobody says it; without a purpose, that there was consent. */
export type WhereUnsaid = { class: ContactClass; purpose?: string | undefined };

/** What would have become of a contact by a policy: made, at that moment, or not made, for these reasons. */
export type PolicyOutcome = {
  id: string;
  subject: string;
  customer: string | undefined;
  kind: 'contact' | 'invitation';
  class: ContactClass;
  channel: Channel | undefined;
  /** When it was made in truth, or due. */
  first: number;
  at: number;
} & (
  | { state: 'made' }
  | { state: 'withheld'; reasons: readonly Reason[] }
  | { state: 'undecided'; why: UndecidedReason }
);

export type PolicyRun = Omit<ProgrammeRun, 'policy'> & {
  attempts: readonly PastAttempt[];
  whereUnsaid: WhereUnsaid;
};

type PolicyTurn = { id: string; at: number } & ({ candidate: PastCandidate } | { attempt: PastAttempt });

/**
 * Judges contacts that others made, and what programmes would ask, by a policy: each when it was made or due, by what was known then, and
 * again where it is put off. What is not made counts for nothing that follows.
 */
export function* runPolicy(
  run: PolicyRun,
  policy: CompiledPolicy,
  onOutcome: (outcome: PolicyOutcome) => void,
): Generator<void> {
  const { placeOf, programmes, asOf } = run;
  const given = openGiven(placeOf);
  const turns = [
    ...run.attempts.map((attempt): PolicyTurn => ({ id: attempt.id, at: attempt.at, attempt })),
    ...run.candidates.map((candidate): PolicyTurn => ({ id: candidate.id, at: candidate.dueAt, candidate })),
  ];
  yield* inOrderOfTime(turns, (turn, now) => {
    const about = aboutOf(turn, run.whereUnsaid);
    const person = run.people.get(about.subject) ?? 'unknown-customer';
    if (typeof person === 'string' || now > asOf) {
      const why = typeof person === 'string' ? person : 'not-due-yet';
      const customer = typeof person === 'string' ? undefined : person.customer;
      onOutcome({ ...about, customer, at: now, state: 'undecided', why });
      return undefined;
    }
    const { customer } = person;
    const known = { ...knownThen(person, given.to(person), placeOf, now), registers: run.registers };
    const verdict =
      'attempt' in turn
        ? judgeAttempt(turn.attempt, known, { policy, whereUnsaid: run.whereUnsaid, now })
        : decideCandidate(turn.candidate, known, { policy, programmes, now });
    if (verdict.state === 'put-off') return verdict.until;
    if (verdict.state === 'withheld') {
      onOutcome({ ...about, customer, at: now, state: 'withheld', reasons: verdict.reasons });
      return undefined;
    }
    given.add(customer, { ...verdict.contact, at: now });
    onOutcome({ ...about, customer, channel: verdict.contact.channel, at: now, state: 'made' });
    return undefined;
  });
}

const aboutOf = (turn: PolicyTurn, { class: unsaid }: WhereUnsaid) =>
  'attempt' in turn
    ? {
        id: turn.id,
        subject: turn.attempt.subject,
        kind: 'contact' as const,
        class: turn.attempt.class ?? unsaid,
        channel: turn.attempt.channel,
        first: turn.attempt.at,
      }
    : {
        id: turn.id,
        subject: turn.candidate.subject,
        kind: 'invitation' as const,
        class: 'survey' as const,
        channel: undefined,
        first: turn.candidate.dueAt,
      };

type Verdict =
  | { state: 'put-off'; until: number }
  | { state: 'withheld'; reasons: readonly Reason[] }
  | { state: 'made'; contact: Omit<PastContact, 'at'> };

type Judging = { policy: CompiledPolicy; now: number };
/** With what registers say today. */
type PastKnown = KnownThen & { registers: KnownRegisters | undefined };

const judgeAttempt = (
  attempt: PastAttempt,
  { profile, contacts, registers }: PastKnown,
  { policy, whereUnsaid, now }: Judging & Pick<PolicyRun, 'whereUnsaid'>,
): Verdict => {
  const { channel, contactPoint, deadline, weight, isAnswered } = attempt;
  const voice = voiceOfPurpose(attempt.purpose ?? whereUnsaid.purpose);
  const asked: AskedContact = {
    option: { channel, contactPoint, consent: consentOf(attempt, profile.consents, whereUnsaid) },
    class: attempt.class ?? whereUnsaid.class,
    voice,
    evidence: placeEvidenceOf(profile, { answered: [] }),
    contacts: ofVoice(contacts, voice),
    registers,
    ownRests: [],
    firstAt: attempt.at,
    deadline,
  };
  const forbidden = reasonsOfPerson(asked, profile, { policy, now });
  const { at, reasons } = judgeContact(asked, policy, now);
  if (at === undefined || forbidden.length > 0) return { state: 'withheld', reasons: [...forbidden, ...reasons] };
  if (at > now) return { state: 'put-off', until: at };
  const outcome = isAnswered ? 'completed' : undefined;
  return { state: 'made', contact: { channel, class: attempt.class, weight, contactPoint, outcome, voices: [voice] } };
};

/** It was made, and nobody says what for: that there was no consent cannot be said either. */
const consentOf = (
  { at, channel, contactPoint, purpose: said }: PastAttempt,
  consents: readonly Consent[],
  { purpose: unsaid }: WhereUnsaid,
): Consent | undefined => {
  const purpose = said ?? unsaid;
  if (purpose !== undefined) return decidingConsent(consents, { purpose, channel, contactPoint });
  return { purpose: 'unsaid', state: 'granted', source: 'hilo', interaction: 'unsaid', at: new Date(at).toISOString() };
};

/** As before a contact is made: an objection brakes all but what needs no permission, and nobody knows who of several has consented. */
const reasonsOfPerson = (asked: AskedContact, { ambiguous }: Profile, { policy, now }: Judging): Reason[] => {
  const { bounds } = protectionOf(asked, policy);
  const { needs } = needOf(bounds.needs, now);
  return [
    ...objectionReasons(asked.contacts, bounds, now),
    ...(ambiguous && needs === 'consent'
      ? [{ reason: 'ambiguous-customer', rule: 'hilo.ambiguous-customer' } as const]
      : []),
  ];
};

const decideCandidate = (
  { id, programme, circumstances, occurredAt, deadline }: PastCandidate,
  known: PastKnown,
  { policy, programmes, now }: Judging & Pick<PolicyRun, 'programmes'>,
): Verdict => {
  const asking = programmes.get(programme);
  const request = { id, programme: asking, circumstances, occurredAt, deadline };
  const decision = decide(request, known, policy, now);
  if (decision.state !== 'invited') return decision;
  const { channel, contactPoint } = decision;
  const voices = [voiceAsked(asking ?? {})];
  return { state: 'made', contact: { channel, class: 'survey', weight: 1, contactPoint, outcome: undefined, voices } };
};
