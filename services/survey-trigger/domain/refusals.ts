import { Actor, type ContactReason, Direction, knownWord, Outcome } from '@hilo/contracts';
import type { Circumstances } from './candidate.ts';
import type { KnownSegments } from './known-segments.ts';
import type { KnownRegisters } from './listings.ts';
import type { PastContact } from './policy/budget.ts';
import type { CompiledPolicy } from './policy/compiled.ts';
import type { ContactOption, Profile } from './profile.ts';
import type { Programme } from './programme.ts';
import type { HeldBack } from './programme-state.ts';
import { templateIdOf } from './templates/as-programme.ts';
import { tell } from './templates/tell.ts';
import { outsideAudience } from './trigger.ts';
import { isSaidIn, voiceAsked } from './voices.ts';

/** About whom it is to be decided, and about what; times are in milliseconds since the epoch. */
export type SurveyRequest = {
  /** Of the invitation: a hash of the programme and the interaction, by which it is sampled. */
  id: string;
  /** Absent if there is no such programme any more. */
  programme: Programme | undefined;
  /** Why the programme, of this id, asks nobody for now. */
  held?: { reason: HeldBack; programme: string } | undefined;
  circumstances: Circumstances;
  occurredAt: number;
  deadline: number;
  /** What keeps this programme from asking now, and others not: that it asked before, its quota, its turn. */
  ownReasons?: readonly Reason[];
  /** The one way in which it is to be asked, where that was decided before. */
  only?: Pick<ContactOption, 'channel' | 'contactPoint'> | undefined;
};

/** What is known of the customer. */
export type Known = {
  /** Absent only where it is decided without: the interaction was withdrawn, or it is too late. */
  profile: Profile | undefined;
  /** Every contact with this customer, or with somebody at one of the customer's contact points. */
  contacts: readonly PastContact[];
  /** What opt-out registers say of the contact points for which there is no consent; without it nobody knows. */
  registers?: KnownRegisters | undefined;
  /** The segments that the programme names, as far as they are defined. */
  segments?: KnownSegments | undefined;
};

/** Why nobody is asked. Their order here is the order in which they are told; the first is the reason of the invitation. */
export const reasonWords = [
  'interaction-withdrawn',
  'too-late',
  'programme-ended',
  'template-retired',
  'programme-paused',
  'programme-invalid',
  'internal',
  'wrong-person',
  'objected',
  'not-understood',
  'ambiguous-customer',
  'not-in-audience',
  'template-incomplete',
  'policy-invalid',
  'no-route',
  'no-contact-point',
  'bounced',
  'consent-withdrawn',
  'no-consent',
  'on-register',
  'register-stale',
  'already-answered',
  'refused',
  'asked-recently',
  'contact-pressure',
  'kept-for-another',
  'quota-full',
  'not-sampled',
  'no-permitted-time',
  'outside-hours',
] as const;

export type ReasonWord = (typeof reasonWords)[number];

/** Why, by which rule, and until when, in milliseconds since the epoch; without an end, until there is news. */
export type Reason = { reason: ReasonWord; rule: string; until?: number };

/** The same as others are told. */
export const toldReasons = (reasons: readonly (Omit<Reason, 'reason'> & { reason: string })[]): ContactReason[] =>
  reasons.map(({ reason, rule, until }) => ({
    reason,
    rule,
    ...(until !== undefined && Number.isFinite(until) && { until: new Date(until).toISOString() }),
  }));

type Refusal = (request: SurveyRequest, known: Known, policy: CompiledPolicy, now: number) => boolean;

/** What forbids to ask at all, wherever and whenever. */
const refusals: readonly [ReasonWord, Refusal][] = [
  ['interaction-withdrawn', ({ circumstances }) => circumstances.withdrawn === true],
  ['too-late', ({ deadline }, _known, _policy, now) => now >= deadline],
  ['programme-ended', ({ programme, circumstances }) => programme === undefined && !isTold(circumstances)],
  ['template-retired', ({ programme, circumstances }) => programme === undefined && isTold(circumstances)],
  ['internal', ({ programme, circumstances }) => isOfOtherVoice(programme, circumstances)],
  ['wrong-person', ({ circumstances }) => circumstances.outcome === 'wrong_person'],
  ['objected', (_request, { contacts }) => contacts.some(({ outcome }) => outcome === 'objected')],
  ['not-understood', ({ circumstances }) => !isUnderstood(circumstances)],
  ['ambiguous-customer', (_request, { profile }) => profile?.ambiguous === true],
  [
    'already-answered',
    ({ programme, circumstances }) =>
      programme !== undefined && circumstances.answered.includes(programme.questions[0]?.question ?? ''),
  ],
  ['not-sampled', (request, _known, policy) => !isSampled(request, policy)],
];

/** What is told asks nothing, whoever said what it is about; whether an objection forbids it, the law says of each way to tell it. */
const ofAskingAlone: ReadonlySet<ReasonWord> = new Set(['internal', 'objected', 'already-answered', 'not-sampled']);

const isTold = ({ message }: Circumstances): boolean => message !== undefined;

/** Every reason for which this is nobody to be asked, whatever the channel and the hour. */
export const reasonsNotToAsk = (
  request: SurveyRequest,
  known: Known,
  policy: CompiledPolicy,
  now: number,
): Reason[] => [
  ...refusals
    .filter(([reason]) => !isTold(request.circumstances) || !ofAskingAlone.has(reason))
    .filter(([, applies]) => applies(request, known, policy, now))
    .map(([reason]): Reason => ({ reason, rule: reason === 'not-sampled' ? 'policy.sampling' : `hilo.${reason}` })),
  ...audienceReasons(request, known, now),
  ...untoldReasons(request, known),
];

/** There would be a hole in it, or nothing carries it anywhere. */
const untoldReasons = ({ programme, circumstances }: SurveyRequest, { profile }: Known): Reason[] => {
  if (programme?.message === undefined) return [];
  const { id, contacts, message } = programme;
  const { values = {} } = circumstances.message ?? {};
  const { traits, contactPreferences } = profile ?? {};
  const told = profile && tell(message, programme, { values, traits, language: contactPreferences?.language });
  const missing = told !== undefined && 'missing' in told ? told.missing : [];
  return [
    ...missing.map((one): Reason => ({ reason: 'template-incomplete', rule: `${templateIdOf(id)}.${one}` })),
    ...(contacts.length === 0 ? [{ reason: 'no-route', rule: 'hilo.no-route' } as const] : []),
  ];
};

/** The customer is not as the programme wants who is asked: by what is known now, not when the interaction came. */
const audienceReasons = ({ programme }: SurveyRequest, { profile, segments }: Known, now: number): Reason[] =>
  programme === undefined || profile === undefined
    ? []
    : outsideAudience(programme.when, profile.traits, { segments, now }).map((condition) => ({
        reason: 'not-in-audience',
        rule: `${programme.id}.when.${condition}`,
      }));

/** What asks a voice asks about nothing that another says; a word that is not known says nothing of whose it is. */
const isOfOtherVoice = (programme: Programme | undefined, circumstances: Circumstances): boolean =>
  !isSaidIn(voiceAsked(programme ?? {}), circumstances);

/** How it ended, or whose voice it was, may be why nobody is to be asked: with a word that is not known, nobody is. */
const isUnderstood = ({ direction, actor, outcome }: Circumstances): boolean =>
  (direction === undefined || knownWord(Direction, direction) !== undefined) &&
  (actor === undefined || knownWord(Actor, actor) !== undefined) &&
  (outcome === undefined || knownWord(Outcome, outcome) !== undefined);

/** By the hash that the id is: told again, the same are chosen, and of a larger share those of the smaller as well. */
const isSampled = ({ id, programme }: SurveyRequest, { policy: { sampling } }: CompiledPolicy): boolean => {
  const own =
    sampling.find((one) => one.programme === programme?.id) ?? sampling.find((one) => one.programme === undefined);
  return own === undefined || Number.parseInt(id.slice(0, 8), 16) / 2 ** 32 < own.share;
};
