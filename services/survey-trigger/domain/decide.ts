import {
  Actor,
  type Channel,
  type Consent,
  type CustomerRecord,
  Direction,
  decidingConsent,
  type Identifier,
  instantOf,
  knownWord,
  Outcome,
  type Provenance,
} from '@hilo/contracts';
import type { Circumstances } from './candidate.ts';
import type { Programme } from './programme.ts';

/** What is known of the customer: what of the record counts for contacting somebody. */
export type Profile = Pick<CustomerRecord, 'version' | 'ambiguous' | 'identifiers' | 'consents' | 'contactPreferences'>;

/** All that a decision depends on, but the time; times are in milliseconds since the epoch. */
export type Situation = {
  /** Absent if there is no such programme any more. */
  programme: Programme | undefined;
  circumstances: Circumstances;
  deadline: number;
  /** Absent only where it is decided without: the interaction was withdrawn, or it is too late. */
  profile: Profile | undefined;
  /** When this customer, or somebody at one of the customer's addresses, was asked last, by any programme. */
  lastAskedAt: number | undefined;
};

type Reason =
  | 'interaction-withdrawn'
  | 'too-late'
  | 'programme-ended'
  | 'internal'
  | 'wrong-person'
  | 'not-understood'
  | 'ambiguous-customer'
  | 'no-contact-point'
  | 'consent-withdrawn'
  | 'no-consent'
  | 'already-answered'
  | 'asked-recently';

export type SurveyDecision =
  | { state: 'invited'; channel: Channel; contactPoint: Identifier; consent: Provenance }
  | { state: 'withheld'; reason: Reason };

const dayMs = 24 * 3600 * 1000;

/** The policy: the first that applies is the reason. */
const refusals: readonly [Reason, (situation: Situation, now: number) => boolean][] = [
  ['interaction-withdrawn', ({ circumstances }) => circumstances.withdrawn === true],
  ['too-late', ({ deadline }, now) => now >= deadline],
  ['programme-ended', ({ programme }) => programme === undefined],
  ['internal', ({ circumstances }) => circumstances.direction === 'internal' || circumstances.actor === 'auditor'],
  ['wrong-person', ({ circumstances }) => circumstances.outcome === 'wrong_person'],
  ['not-understood', ({ circumstances }) => !isUnderstood(circumstances)],
  ['ambiguous-customer', ({ profile }) => profile?.ambiguous === true],
  ['no-contact-point', (situation) => contactsOf(situation).length === 0],
  [
    'consent-withdrawn',
    (situation) =>
      !contactsOf(situation).some(isConsented) &&
      contactsOf(situation).some(({ consent }) => consent?.state === 'withdrawn'),
  ],
  ['no-consent', (situation) => !contactsOf(situation).some(isConsented)],
  [
    'already-answered',
    ({ programme, circumstances }) =>
      programme !== undefined && circumstances.answered.includes(programme.question.question),
  ],
  [
    'asked-recently',
    ({ programme, lastAskedAt }, now) =>
      programme !== undefined && lastAskedAt !== undefined && now - lastAskedAt < programme.restDays * dayMs,
  ],
];

/** Whether to ask, and where; or why not. */
export const decide = (situation: Situation, now: number): SurveyDecision => {
  const refusal = refusals.find(([, applies]) => applies(situation, now));
  if (refusal) return { state: 'withheld', reason: refusal[0] };
  const best = contactsOf(situation).find(isConsented);
  if (best === undefined) return { state: 'withheld', reason: 'no-consent' };
  const { source, interaction, at } = best.consent;
  return {
    state: 'invited',
    channel: best.channel,
    contactPoint: best.contactPoint,
    consent: { source, interaction, at },
  };
};

/** How it ended, or whose voice it was, may be why nobody is to be asked: with a word that is not known, nobody is. */
const isUnderstood = ({ direction, actor, outcome }: Circumstances): boolean =>
  (direction === undefined || knownWord(Direction, direction) !== undefined) &&
  (actor === undefined || knownWord(Actor, actor) !== undefined) &&
  (outcome === undefined || knownWord(Outcome, outcome) !== undefined);

type Contact = { channel: Channel; contactPoint: Identifier; consent: Consent | undefined };
type ConsentedContact = Contact & { consent: Consent };

const isConsented = (contact: Contact): contact is ConsentedContact => contact.consent?.state === 'granted';

/** Where the customer can be asked: her own channel first, then in the order of the programme, the latest known first. */
const contactsOf = ({ programme, profile }: Situation): Contact[] => {
  if (programme === undefined || profile === undefined) return [];
  const { contactPreferences, identifiers, consents } = profile;
  const isPreferred = ({ channel }: { channel: Channel }): boolean => channel === contactPreferences.channel;
  return programme.contacts
    .toSorted((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)))
    .flatMap(({ channel, kind }) =>
      identifiers
        .filter((identifier) => identifier.kind === kind && identifier.status === 'linked')
        .toSorted((a, b) => instantOf(b.firstSeenAt) - instantOf(a.firstSeenAt))
        .map(({ value }) => {
          const contactPoint = { kind, value };
          const consent = decidingConsent(consents, { purpose: programme.purpose, channel, contactPoint });
          return { channel, contactPoint, consent };
        }),
    );
};
