import type { Channel, Identifier, Provenance } from '@hilo/contracts';
import { type JudgedOption, judge, type SurveyAsking } from './contact-option.ts';
import { heldBack } from './held-back.ts';
import type { PastContact } from './policy/budget.ts';
import type { CompiledPolicy } from './policy/compiled.ts';
import { type ContactOption, optionsOf } from './profile.ts';
import {
  type Known,
  type Reason,
  type ReasonWord,
  reasonsNotToAsk,
  reasonWords,
  type SurveyRequest,
} from './refusals.ts';
import { ofVoice, voiceAsked } from './voices.ts';

export type SurveyDecision =
  | { state: 'invited'; channel: Channel; contactPoint: Identifier; consent?: Provenance }
  | { state: 'withheld'; reason: ReasonWord; reasons: readonly Reason[] };

/** Nothing forbids it but the hour, or what ends before the deadline: it is decided again then. */
export type PutOff = { state: 'put-off'; until: number; reasons: readonly Reason[] };

/** A policy that cannot be read permits nothing; it is looked at again after so long. */
const policyRetryMs = 60_000;

/**
 * Whether to ask, and where; or every reason why not. The best way to ask is the one by which it may be done first, before the
 * deadline: at once, or later, when it is decided again by what is known then.
 */
export const decide = (
  request: SurveyRequest,
  told: Known,
  policy: CompiledPolicy | undefined,
  now: number,
): SurveyDecision | PutOff => {
  const known = { ...told, contacts: ofVoice(told.contacts, voiceAsked(request.programme ?? {})) };
  if (request.held !== undefined) return heldBack(request.held, request, now);
  if (policy === undefined) return withoutPolicy(request, now);
  const refusals = reasonsNotToAsk(request, known, policy, now);
  const { programme } = request;
  const { profile } = known;
  if (programme === undefined || profile === undefined) return withheld(refusals);
  const { registers } = known;
  const asking = { ...request, programme, profile, registers, contacts: withRefusal(request, known.contacts) };
  const judged = optionsOf(programme, profile)
    .filter((option) => isWanted(option, request.only))
    .map((option) => judge(option, asking, policy, now));
  const best = earliest(judged);
  if (best === undefined) return withheld([...refusals, ...reasonsOf(judged)]);
  if (refusals.length > 0) return withheld(refusals);
  return best.at > now ? { state: 'put-off', until: best.at, reasons: inOrder(best.reasons) } : invitedBy(best);
};

const isWanted = ({ channel, contactPoint: { kind, value } }: ContactOption, only: SurveyRequest['only']): boolean =>
  only === undefined ||
  (channel === only.channel && kind === only.contactPoint.kind && value === only.contactPoint.value);

const withoutPolicy = ({ deadline }: SurveyAsking | SurveyRequest, now: number): SurveyDecision | PutOff => {
  if (now >= deadline) return withheld([{ reason: 'too-late', rule: 'hilo.too-late' }]);
  const until = Math.min(now + policyRetryMs, deadline);
  return { state: 'put-off', until, reasons: [{ reason: 'policy-invalid', rule: 'hilo.policy', until }] };
};

/** Who refused in this very interaction has refused, whether it was a contact of ours or not. */
const withRefusal = (
  { circumstances, occurredAt }: SurveyRequest,
  contacts: readonly PastContact[],
): readonly PastContact[] =>
  circumstances.outcome === 'refused'
    ? [
        ...contacts,
        { at: occurredAt, channel: 'other', class: 'service', weight: 0, contactPoint: undefined, outcome: 'refused' },
      ]
    : contacts;

type Usable = JudgedOption & { at: number };

const earliest = (judged: readonly JudgedOption[]): Usable | undefined =>
  judged
    .flatMap((one): Usable[] => (one.at === undefined ? [] : [{ ...one, at: one.at }]))
    .reduce<Usable | undefined>((best, one) => (best === undefined || one.at < best.at ? one : best), undefined);

const reasonsOf = (judged: readonly JudgedOption[]): Reason[] =>
  judged.length === 0
    ? [{ reason: 'no-contact-point', rule: 'hilo.no-contact-point' }]
    : judged.flatMap(({ reasons }) => reasons);

const invitedBy = ({ option: { channel, contactPoint, consent } }: Usable): SurveyDecision => ({
  state: 'invited',
  channel,
  contactPoint,
  ...(consent && { consent: { source: consent.source, interaction: consent.interaction, at: consent.at } }),
});

const withheld = (reasons: readonly Reason[]): SurveyDecision => {
  const ordered = inOrder(reasons);
  return { state: 'withheld', reason: ordered[0]?.reason ?? 'not-understood', reasons: ordered };
};

/** Each once, with the end that comes first: of several ways to ask, one is enough. */
const inOrder = (reasons: readonly Reason[]): Reason[] => {
  const endOf = ({ until = Number.POSITIVE_INFINITY }: Reason): number => until;
  return [...Map.groupBy(reasons, ({ reason, rule }) => `${reason} ${rule}`).values()]
    .flatMap((same) => same.toSorted((one, other) => endOf(one) - endOf(other)).slice(0, 1))
    .toSorted(
      (one, other) =>
        reasonWords.indexOf(one.reason) - reasonWords.indexOf(other.reason) || one.rule.localeCompare(other.rule),
    );
};
