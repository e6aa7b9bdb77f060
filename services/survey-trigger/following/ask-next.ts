import type { Channel } from '@hilo/contracts';
import type { NameHashes, Outgoing, Transaction } from '@hilo/runtime';
import { queue } from '../delivery/queue-messages.ts';
import type { ContactFact } from '../domain/contact.ts';
import { invitedFact, linksOfInvitation } from '../domain/contact-facts.ts';
import { messageId } from '../domain/delivery/message.ts';
import { factIdOf } from '../domain/delivery/message-fact.ts';
import type { NextStep } from '../domain/following/next-step.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { rememberedFrom } from '../domain/policy/memory.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { withoutErasedContacts } from '../inviting/asking.ts';
import { lookUpRegisters } from '../inviting/registers.ts';
import { lookUpSegments } from '../inviting/segments.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import { earlierContactsOf } from '../store/earlier-contacts.ts';
import type { FollowedInvitation, SavedStep } from '../store/follow-ups.ts';
import type { MessageOfInvitation } from '../store/messages.ts';
import { type Customer, findErasedCandidates, lockCustomers } from '../store/profiles.ts';
import type { ProgrammesInForce } from '../store/programmes.ts';
import { decideNext, type NextDecision } from './decide-next.ts';

type SendingStep = Extract<NextStep, { at: number }>;
export type ToAsk = { followed: FollowedInvitation; programme: Programme; next: SendingStep };

type AskingAgain = { programmes: ProgrammesInForce; policies: PoliciesInForce; hashes: NameHashes };

type Asked = {
  steps: SavedStep[];
  /** Nothing could be decided of these yet: somebody else's contact is decided first, or nothing is known of the customer. */
  undecided: Set<string>;
  unreadable: Map<string, string>;
  facts: ContactFact[];
  /** What each message is that is queued. */
  queued: MessageOfInvitation['kind'][];
  outbox: Outgoing[];
};

/** Asks the governor whether each of these may be asked once more, as it asks for every contact, and queues what may leave now. */
export const askNext = async (
  tx: Transaction,
  { programmes, policies, hashes }: AskingAgain,
  { due, carried }: { due: readonly ToAsk[]; carried: ReadonlyMap<Channel, string> },
  now: number,
): Promise<Asked> => {
  const undecided = new Set(due.map(({ followed }) => followed.id));
  if (due.length === 0) return { steps: [], undecided, unreadable: new Map(), facts: [], queued: [], outbox: [] };
  const policy = await policies.inForce(tx);
  const inForce = new Map((await programmes.inForce(tx)).map((one) => [one.id, one]));
  const { known, unreadable } = await hold(tx, { due, policy, hashes }, now);
  const asked = due.map(({ programme }) => programme);
  const segments = await lookUpSegments(tx, asked);
  const registers = await lookUpRegisters(
    tx,
    { hashes, policy, programmes: asked },
    known.map(({ programme, profile }) => ({ programme: programme.id, profile })),
  );
  const decided = oneEach(known).map((one) => {
    const by = { inForce: inForce.get(one.followed.programme), policy, registers, segments, carried };
    return { ...one, ...decideNext(one, by, now) };
  });
  for (const { followed } of decided) undecided.delete(followed.id);
  const messages = decided.flatMap((one) => messageOf(one, carried, hashes, now));
  return {
    steps: decided.map(({ saved }) => saved),
    undecided,
    unreadable,
    facts: messages.map((one) => factOf(one, hashes, now)),
    queued: messages.map(({ kind }) => kind),
    outbox: await queue(tx, messages, now),
  };
};

type Held = ToAsk & { customer: Customer; profile: Profile };

/** Locks the customers, and what will be written of them in the ledger, and gives what is known of those that can be read. */
const hold = async (
  tx: Transaction,
  { due, policy, hashes }: { due: readonly ToAsk[]; policy: CompiledPolicy | undefined; hashes: NameHashes },
  now: number,
): Promise<{ known: Held[]; unreadable: Map<string, string> }> => {
  const factIds = due.flatMap(({ followed: { id, messages } }) => messages.map(({ ordinal }) => factIdOf(id, ordinal)));
  const moments = due.map(({ followed }) => ({ occurredAt: new Date(followed.occurredAt) }));
  const customers = await lockCustomers(tx, hashes, {
    subjects: [...new Set(due.map(({ followed }) => followed.subject))].sort(),
    concerned: due.flatMap(({ followed: { id, messages } }) => linksOfInvitation(factIdOf(id, messages.length))),
    countedAs: earlierContactsOf(factIds),
    after: rememberedFrom(
      moments,
      due.map(({ programme }) => programme),
      policy,
      now,
    ),
    now,
  });
  const readable = [...customers.values()].flatMap((one) => ('record' in one ? one : []));
  const subjects = readable.flatMap(({ record }) => record.identifiers.map(({ subject }) => subject));
  const erased = await findErasedCandidates(tx, [...new Set(subjects)]);
  const unreadable = new Map<string, string>();
  const known = due.flatMap((one): Held[] => {
    const customer = customers.get(one.followed.subject);
    if (customer === undefined) return [];
    if ('record' in customer) return [{ ...one, customer, profile: withoutErasedContacts(customer.record, erased) }];
    unreadable.set(one.followed.id, customer.unreadable);
    return [];
  });
  return { known, unreadable };
};

/** Of a customer, and of whoever has an address of hers, one at a time: what is sent to one counts for the next, which is decided afterwards. */
const oneEach = (known: readonly Held[]): Held[] => {
  const taken = new Set<string>();
  return known.filter(({ customer, profile }) => {
    const places = [customer.customer, ...profile.identifiers.map(({ kind, value }) => JSON.stringify([kind, value]))];
    if (places.some((place) => taken.has(place))) return false;
    for (const place of places) taken.add(place);
    return true;
  });
};

const messageOf = (
  { followed, customer: { customer }, step, invited }: Held & NextDecision,
  carried: ReadonlyMap<Channel, string>,
  hashes: NameHashes,
  now: number,
): MessageOfInvitation[] => {
  const route = invited && carried.get(invited.channel);
  if (invited === undefined || route === undefined) return [];
  const { id: invitation, messages, programme, programmeVersion, source, interaction, touchpoint, subject } = followed;
  const { circumstances, occurredAt, deadline } = followed;
  const { channel, contactPoint } = invited;
  const ordinal = messages.length;
  return [
    {
      id: messageId(invitation, ordinal),
      kind: step,
      place: hashes.ofIdentifier(contactPoint),
      attempts: 0,
      dueAt: now,
      ...{
        invitation,
        ordinal,
        channel,
        contactPoint,
        route,
        deadline,
        programme,
        programmeVersion,
        source,
        interaction,
      },
      ...{ touchpoint, subject, customer, occurredAt, circumstances },
    },
  ];
};

/** A reminder is a contact, and so is another channel's turn: it counts from the decision on. */
const factOf = (
  { invitation, ordinal, subject, channel, contactPoint, touchpoint, circumstances: { purpose } }: MessageOfInvitation,
  hashes: NameHashes,
  now: number,
): ContactFact =>
  invitedFact(
    { id: factIdOf(invitation, ordinal), subject, channel, contactPoint, touchpoint, purpose, at: now },
    hashes.ofIdentifier,
  );
