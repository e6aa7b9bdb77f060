import type { Channel } from '@hilo/contracts';
import { decide, type PutOff, type SurveyDecision } from '../domain/decide.ts';
import { type NextStep, nextStep } from '../domain/following/next-step.ts';
import type { KnownSegments } from '../domain/known-segments.ts';
import type { KnownRegisters } from '../domain/listings.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { toldReasons } from '../domain/refusals.ts';
import { askingBy } from '../inviting/asking.ts';
import type { FollowedInvitation, SavedStep } from '../store/follow-ups.ts';
import type { Customer } from '../store/profiles.ts';
import type { ProgrammeInForce } from '../store/programmes.ts';

type SendingStep = Extract<NextStep, { at: number }>;
type AskedOne = {
  followed: FollowedInvitation;
  programme: Programme;
  next: SendingStep;
  customer: Customer;
  profile: Profile;
};

type By = {
  inForce: ProgrammeInForce | undefined;
  policy: CompiledPolicy | undefined;
  registers: KnownRegisters;
  segments: KnownSegments;
  carried: ReadonlyMap<Channel, string>;
};

/** What becomes of it: what is kept of that, and, where it may be sent now, as what and where. */
export type NextDecision = {
  saved: SavedStep;
  step: SendingStep['step'];
  invited: Extract<SurveyDecision, { state: 'invited' }> | undefined;
};

/** Decides about the reminder; where nobody may be reminded any more before the deadline, about the next channel, when its time has come. */
export const decideNext = (one: AskedOne, by: By, now: number): NextDecision => {
  const { followed, programme, next } = one;
  const decision = decideOn(one, by, now);
  if (next.step !== 'reminder' || decision.state !== 'withheld') return outcomeOf(followed, next, decision, now);
  const moment = { deadline: followed.deadline, now, carried: new Set(by.carried.keys()) };
  const other = nextStep({ ...programme, reminders: undefined }, followed, moment);
  if (other.step !== 'fallback') return outcomeOf(followed, next, decision, now);
  if (other.at > now)
    return { saved: { invitation: followed.id, ...kept(other) }, step: other.step, invited: undefined };
  return outcomeOf(followed, other, decideOn({ ...one, next: other }, by, now), now);
};

const kept = ({ step, at, reason }: SendingStep): Omit<SavedStep, 'invitation'> => ({ step, at, reason });

const decideOn = (
  { followed, programme, next, customer, profile }: AskedOne,
  { inForce, policy, registers, segments }: By,
  now: number,
): SurveyDecision | PutOff => {
  const { id, circumstances, occurredAt, deadline } = followed;
  const { channel, contactPoint } = next.after;
  // What it asks, and where, is what was published when it was decided first; whether it asks at all is said by how the programme stands now.
  const asks = next.step === 'fallback' ? { ...programme, contacts: [...next.contacts] } : programme;
  const only = next.step === 'reminder' ? { channel, contactPoint: contactPoint ?? nowhere } : undefined;
  const asking = { ...askingBy(inForce), ...(inForce && inForce.state !== 'ended' && { programme: asks }) };
  const request = { id, ...asking, circumstances, occurredAt, deadline, only };
  return decide(request, { profile, contacts: customer.contacts, registers, segments }, policy, now);
};

/** It was somebody's who is erased. */
const nowhere = { kind: 'other', value: '' };

const outcomeOf = (
  { id: invitation }: FollowedInvitation,
  { step, reason }: SendingStep,
  decision: SurveyDecision | PutOff,
  now: number,
): NextDecision => {
  if (decision.state === 'invited') return { saved: { invitation, step, at: now, reason }, step, invited: decision };
  const reasons = toldReasons(decision.reasons);
  if (decision.state === 'put-off')
    return { saved: { invitation, step, at: decision.until, reason, reasons }, step, invited: undefined };
  return { saved: { invitation, step: 'wait', reason: decision.reason, reasons }, step, invited: undefined };
};
