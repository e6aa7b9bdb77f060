import { decide } from '../domain/decide.ts';
import { identifierOf } from '../domain/invited-interaction.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { classOf } from '../domain/templates/as-programme.ts';
import { voiceAsked } from '../domain/voices.ts';
import type { PendingInvitation } from '../store/due-invitations.ts';
import type { Unreadable } from '../store/invitations.ts';
import type { Customer } from '../store/profiles.ts';
import type { ProgrammeInForce } from '../store/programmes.ts';
import type { PutOffInvitation } from '../store/put-off.ts';
import { askingBy, withoutErasedContacts } from './asking.ts';
import type { DecidedInvitation } from './messages.ts';
import type { Turns } from './turns.ts';

/** By what it is decided. */
type ByWhat = {
  programmes: readonly ProgrammeInForce[];
  policy: CompiledPolicy | undefined;
  customers: ReadonlyMap<string, Customer | { unreadable: string }>;
  /** Of subjects, until when they are erased. */
  erased: ReadonlyMap<string, number>;
  turns: Turns;
};

/** Decides about one after the other; who is asked counts as asked for those that follow. Gives nothing where it has to wait. */
export const inTurn = ({ programmes, policy, customers, erased, turns }: ByWhat, now: number) => {
  const byId = new Map(programmes.map((one) => [one.id, one]));
  const askedNow = new Map<string, PastContact[]>();
  return (invitation: PendingInvitation): DecidedInvitation | PutOffInvitation | Unreadable | undefined => {
    const { id, subject, circumstances, deadline } = invitation;
    const known = customers.get(subject);
    const needsNobody = now >= deadline.getTime() || circumstances.withdrawn === true;
    if (known !== undefined && 'unreadable' in known && !needsNobody) return { id, reason: known.unreadable };
    const readable = known !== undefined && 'record' in known ? known : undefined;
    if (readable === undefined && !needsNobody) return undefined;
    const inForce = byId.get(invitation.programme);
    const customer = readable?.customer ?? invitation.customer;
    const profile = readable && withoutErasedContacts(readable.record, erased);
    const asked = whomToAsk(customer, readable);
    const contacts = [...(readable?.contacts ?? []), ...new Set(asked.flatMap((one) => askedNow.get(one) ?? []))];
    const occurredAt = invitation.occurredAt.getTime();
    const by = askingBy(inForce);
    const ownReasons = turns.reasonsOf(customer, by.programme);
    const request = { id, ...by, circumstances, occurredAt, deadline: deadline.getTime(), ownReasons };
    const about = { profile, contacts, registers: turns.registers, segments: turns.segments };
    const decision = turns.afterOthers(customer, request, about, decide(request, about, policy, now));
    turns.note(customer, invitation, decision);
    if (decision.state === 'put-off')
      return { id, programme: invitation.programme, policyVersion: policy?.version, ...decision };
    const voices = [voiceAsked(by.programme ?? {})];
    if (decision.state === 'invited')
      noteAsked(askedNow, asked, { ...decision, class: classOf(by.programme ?? {}), at: now, voices });
    return {
      invitation,
      id,
      programme: invitation.programme,
      customer,
      programmeVersion: inForce?.version ?? invitation.programmeVersion,
      decision,
      knownAt: readable?.record.updatedAt,
      identifier:
        decision.state === 'invited' && profile !== undefined
          ? identifierOf(subject, profile.identifiers, decision.contactPoint)
          : undefined,
    };
  };
};

/** Who is asked now was asked, for whatever is decided next. */
const noteAsked = (
  askedNow: Map<string, PastContact[]>,
  asked: readonly string[],
  {
    at,
    channel,
    class: kind,
    contactPoint,
    voices,
  }: Pick<PastContact, 'at' | 'channel' | 'class' | 'contactPoint' | 'voices'>,
): void => {
  const contact: PastContact = { at, channel, class: kind, weight: 1, contactPoint, outcome: undefined, voices };
  for (const one of asked) askedNow.set(one, [...(askedNow.get(one) ?? []), contact]);
};

/** Who is asked when this customer is: she, and whoever else has one of the addresses. */
const whomToAsk = (customer: string, known: Customer | undefined): string[] => [
  customer,
  ...(known?.record.identifiers ?? [])
    .filter(({ status }) => status === 'linked')
    .map(({ kind, value }) => JSON.stringify([kind, value])),
];
