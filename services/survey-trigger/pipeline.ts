import { ResolvedInteraction, topics } from '@hilo/contracts';
import {
  followCustomers,
  type GivenBatch,
  type Handled,
  heardOf,
  isTracing,
  latestVersions,
  type NameHashes,
  type Outgoing,
  parseRecords,
  type Transaction,
  traceOfMessage,
  type Version,
  withoutErased,
} from '@hilo/runtime';
import { dropContacts } from './contacts/forget-contacts.ts';
import { noteContacts } from './contacts/note-contacts.ts';
import { candidatesOf } from './domain/candidate.ts';
import { contactFactOf, invitedFact, linksOfInvitation } from './domain/contact-facts.ts';
import { decide } from './domain/decide.ts';
import { identifierOf } from './domain/invited-interaction.ts';
import type { PastContact } from './domain/policy/budget.ts';
import type { CompiledPolicy } from './domain/policy/compiled.ts';
import type { Programme } from './domain/programme.ts';
import { removeInvitations } from './erase.ts';
import { type DecidedInvitation, surveyMessage, threadMessage } from './inviting/messages.ts';
import { openTurns, type Turns } from './inviting/turns.ts';
import { findMoved } from './store/contact-facts.ts';
import type { PoliciesInForce } from './store/contact-policies.ts';
import type { DueInvitation, PendingInvitation } from './store/due-invitations.ts';
import { invitationTimers } from './store/invitation-timers.ts';
import { saveDecisions, savePending, type Unreadable } from './store/invitations.ts';
import { mendInvitations } from './store/mend-invitations.ts';
import { type Customer, findErasedCandidates, lockCustomers, saveProfiles } from './store/profiles.ts';
import { type PutOffInvitation, putOffInvitations } from './store/put-off.ts';

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;
type Handler = (tx: Transaction, batch: Told) => Promise<Handled>;

/** What is done with the messages of each topic, and with those facts that are told again for a rebuild. */
export const handlers = (programmes: readonly Programme[], hashes: NameHashes): Record<string, Handler> => ({
  [topics.resolved.name]: async (tx, batch) => {
    const { living, erased, deadLetters } = await noteCandidates(tx, programmes, batch);
    await noteLedger(tx, hashes, { living, erased });
    return { deadLetters };
  },
  [topics.customers.name]: noteCustomers,
});

/**
 * Notes the interactions about which a programme would ask; whether it may is decided when it is time. What is told for a rebuild
 * may have been decided, and forgotten: it only mends what is noted, so that nobody is asked twice.
 */
const noteCandidates = async (tx: Transaction, programmes: readonly Programme[], batch: Told): Promise<Noted> => {
  const { records, isRebuild } = await heardOf(tx, batch);
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, interaction: { occurredAt } }) => ({ subject, occurredAt }),
  );
  await removeInvitations(tx, erased.map(versionOf), living.map(versionOf));
  const latest = latestVersions(living, versionOf);
  const traces = isTracing()
    ? new Map(parsed.map(({ record, message }) => [message, traceOfMessage(record)]))
    : undefined;
  const candidates = latest.flatMap((message) => candidatesOf(programmes, message, traces?.get(message)));
  await (isRebuild ? mendInvitations(tx, latest, candidates) : savePending(tx, candidates));
  return { living: latest, erased, deadLetters };
};

type Interactions = { living: readonly ResolvedInteraction[]; erased: readonly ResolvedInteraction[] };
type Noted = Interactions & Required<Pick<Handled, 'deadLetters'>>;

/** Notes in the ledger which of these were contacts. Invitations that became somebody else's by these are in it as well. */
const noteLedger = async (tx: Transaction, hashes: NameHashes, { living, erased }: Interactions): Promise<void> => {
  const factOf = (one: ResolvedInteraction) => contactFactOf(one, hashes.ofIdentifier) ?? [];
  const attributedAnew = living.filter(({ version }) => version > 1).map(({ interaction }) => interaction);
  const dropped = erased.flatMap(factOf);
  if (dropped.length > 0) await dropContacts(tx, dropped);
  await noteContacts(tx, [...living.flatMap(factOf), ...(await findMoved(tx, attributedAnew))]);
};

const versionOf = ({ version, interaction: { source, id } }: ResolvedInteraction): Version => ({ source, id, version });

/** Keeps what is known of customers: whose a subject is, where they can be reached, what they consented to. */
const noteCustomers = async (tx: Transaction, batch: Told): Promise<Handled> => {
  const { changed, deadLetters } = await followCustomers(tx, batch);
  await saveProfiles(tx, changed);
  await invitationTimers.wake(
    tx,
    changed.flatMap(({ id, record }) => [id, ...(record?.subjects ?? [])]),
  );
  return { deadLetters };
};

export type Deciding = {
  decided: readonly DecidedInvitation[];
  /** What may be asked later, before its deadline: it is decided again then. */
  putOff: readonly PutOffInvitation[];
  /** The ids of both. What is between two customers at this moment is put back: in a second it is known whose it is. */
  done: readonly string[];
  /** What cannot be decided, since something that it depends on cannot be read: it alone is left out. */
  unusable: readonly Unreadable[];
  outbox: readonly Outgoing[];
};

/** By what it is decided, and whether an invitation is put on the customer's thread. */
export type Inviting = {
  programmes: readonly Programme[];
  policies: PoliciesInForce;
  isOnThread: boolean;
  hashes: NameHashes;
};

/** Decides what is due, and locked: lock its customers → decide one after the other → write, or put off → say so. */
export const decideDue = async (
  tx: Transaction,
  { programmes, policies, isOnThread, hashes }: Inviting,
  items: readonly DueInvitation[],
  now: number,
): Promise<Deciding> => {
  const due = items.flatMap((one) => ('invitation' in one ? one.invitation : []));
  const customers = await lockCustomers(tx, hashes, {
    subjects: [...new Set(due.map(({ subject }) => subject))].sort(),
    // What is decided is noted in the ledger: all its locks are taken at once, in one order.
    concerned: due.flatMap(({ id }) => linksOfInvitation(id)),
  });
  const contacts = [...customers.values()].flatMap((known) =>
    'record' in known ? known.record.identifiers.map(({ subject }) => subject) : [],
  );
  const erased = await findErasedCandidates(tx, [...new Set(contacts)]);
  const policy = await policies.inForce(tx);
  const customerOf = (subject: string) => {
    const known = customers.get(subject);
    return known !== undefined && 'record' in known ? { customer: known.customer, profile: known.record } : undefined;
  };
  const turns = await openTurns(tx, { programmes, policy, hashes, due, customerOf }, now);
  const decideOne = inTurn({ programmes, policy, customers, erased, turns }, now);
  const outcomes = turns.inOrder(due).map(decideOne);
  const decided = outcomes.flatMap((one) => (one !== undefined && 'decision' in one ? one : []));
  const putOff = outcomes.flatMap((one) => (one !== undefined && 'until' in one ? one : []));
  await saveDecisions(tx, decided, now);
  await putOffInvitations(tx, putOff);
  await turns.save(tx);
  await noteContacts(
    tx,
    decided.flatMap((one) => invitationFact(one, hashes, now)),
  );
  const unreadable = outcomes.flatMap((one) => (one !== undefined && 'reason' in one ? one : []));
  const wrong = items.flatMap((one) => ('wrong' in one ? { id: one.id, reason: one.wrong } : []));
  const outbox = [
    ...decided.map((one) => surveyMessage(one, now)),
    ...(isOnThread ? decided.flatMap((one) => threadMessage(one, now)) : []),
  ];
  const done = [...decided, ...putOff].map(({ id }) => id);
  return { decided, putOff, done, unusable: [...wrong, ...unreadable], outbox };
};

/** Who is invited is contacted: it counts from the decision on, whoever delivers it. */
const invitationFact = ({ id, invitation, decision }: DecidedInvitation, hashes: NameHashes, now: number) => {
  if (decision.state !== 'invited') return [];
  const { channel, contactPoint } = decision;
  return invitedFact(
    { id, subject: invitation.subject, channel, contactPoint, touchpoint: invitation.touchpoint, at: now },
    hashes.ofIdentifier,
  );
};

type Known = {
  programmes: readonly Programme[];
  policy: CompiledPolicy | undefined;
  customers: ReadonlyMap<string, Customer | { unreadable: string }>;
  /** Of subjects, until when they are erased. */
  erased: ReadonlyMap<string, number>;
  turns: Turns;
};

/** Decides about one after the other; who is asked counts as asked for those that follow. Gives nothing where it has to wait. */
const inTurn = ({ programmes, policy, customers, erased, turns }: Known, now: number) => {
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const askedNow = new Map<string, PastContact[]>();
  return (invitation: PendingInvitation): DecidedInvitation | PutOffInvitation | Unreadable | undefined => {
    const { id, subject, circumstances, deadline } = invitation;
    const known = customers.get(subject);
    const needsNobody = now >= deadline.getTime() || circumstances.withdrawn === true;
    if (known !== undefined && 'unreadable' in known && !needsNobody) return { id, reason: known.unreadable };
    const readable = known !== undefined && 'record' in known ? known : undefined;
    if (readable === undefined && !needsNobody) return undefined;
    const programme = byId.get(invitation.programme);
    const customer = readable?.customer ?? invitation.customer;
    const profile = readable && withoutErasedContacts(readable.record, erased);
    const asked = whomToAsk(customer, readable);
    const contacts = [...(readable?.contacts ?? []), ...new Set(asked.flatMap((one) => askedNow.get(one) ?? []))];
    const occurredAt = invitation.occurredAt.getTime();
    const ownReasons = turns.reasonsOf(customer, programme);
    const request = { id, programme, circumstances, occurredAt, deadline: deadline.getTime(), ownReasons };
    const about = { profile, contacts, registers: turns.registers };
    const decision = turns.afterOthers(customer, request, about, decide(request, about, policy, now));
    turns.note(customer, invitation, decision);
    if (decision.state === 'put-off') return { id, programme: invitation.programme, ...decision };
    if (decision.state === 'invited') noteAsked(askedNow, asked, { ...decision, at: now });
    return {
      invitation,
      id,
      programme: invitation.programme,
      customer,
      programmeVersion: programme?.version ?? invitation.programmeVersion,
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
  { at, channel, contactPoint }: Pick<PastContact, 'at' | 'channel' | 'contactPoint'>,
): void => {
  const contact: PastContact = { at, channel, class: 'survey', weight: 1, contactPoint, outcome: undefined };
  for (const one of asked) askedNow.set(one, [...(askedNow.get(one) ?? []), contact]);
};

/** An erasure is heard of before the records of those who had the address of who was erased. */
const withoutErasedContacts = (
  record: Customer['record'],
  erased: ReadonlyMap<string, number>,
): Customer['record'] => ({
  ...record,
  identifiers: record.identifiers.filter(
    ({ subject }) => Date.parse(record.updatedAt) > (erased.get(subject) ?? Number.NEGATIVE_INFINITY),
  ),
});

/** Who is asked when this customer is: she, and whoever else has one of the addresses. */
const whomToAsk = (customer: string, known: Customer | undefined): string[] => [
  customer,
  ...(known?.record.identifiers ?? [])
    .filter(({ status }) => status === 'linked')
    .map(({ kind, value }) => JSON.stringify([kind, value])),
];
