import type { Channel } from '@hilo/contracts';
import type { NameHashes, Outgoing, Transaction } from '@hilo/runtime';
import { noteContacts } from '../contacts/note-contacts.ts';
import { queueInvited } from '../delivery/queue-messages.ts';
import type { MessageRoutes } from '../delivery/routes.ts';
import { linksOfInvitation } from '../domain/contact-facts.ts';
import { rememberedFrom } from '../domain/policy/memory.ts';
import { isTemplateId } from '../domain/templates/as-programme.ts';
import { activeOf, askingNow } from '../inviting/asking.ts';
import { inTurn } from '../inviting/in-turn.ts';
import { type DecidedInvitation, surveyMessage, threadMessage } from '../inviting/messages.ts';
import { invitationFact } from '../inviting/note-invited.ts';
import { openTurns } from '../inviting/turns.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import type { DueInvitation } from '../store/due-invitations.ts';
import { saveDecisions, type Unreadable } from '../store/invitations.ts';
import { findErasedCandidates, lockCustomers } from '../store/profiles.ts';
import type { ProgrammeInForce, ProgrammesInForce } from '../store/programmes.ts';
import { type PutOffInvitation, putOffInvitations } from '../store/put-off.ts';

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
  programmes: ProgrammesInForce;
  policies: PoliciesInForce;
  isOnThread: boolean;
  hashes: NameHashes;
  /** By which Hilo delivers itself; without them others do. */
  routes?: MessageRoutes | undefined;
};

/** Decides what is due, and locked: lock its customers → decide one after the other → write, or put off → say so. */
export const decideDue = async (
  tx: Transaction,
  { programmes, policies, isOnThread, hashes, routes }: Inviting,
  items: readonly DueInvitation[],
  now: number,
): Promise<Deciding> => {
  const due = items.flatMap((one) => ('invitation' in one ? one.invitation : []));
  const policy = await policies.inForce(tx);
  const carried = await routes?.inForce(tx);
  const inForce = (await programmes.inForce(tx)).map((one) => whereCarried(one, carried));
  const asking = askingNow(inForce);
  const customers = await lockCustomers(tx, hashes, {
    subjects: [...new Set(due.map(({ subject }) => subject))].sort(),
    // What is decided is noted in the ledger: all its locks are taken at once, in one order.
    concerned: due.flatMap(({ id }) => linksOfInvitation(id)),
    after: rememberedFrom(due, asking, policy, now),
    now,
  });
  const contacts = [...customers.values()].flatMap((known) =>
    'record' in known ? known.record.identifiers.map(({ subject }) => subject) : [],
  );
  const erased = await findErasedCandidates(tx, [...new Set(contacts)]);
  const customerOf = (subject: string) => {
    const known = customers.get(subject);
    return known !== undefined && 'record' in known ? { customer: known.customer, profile: known.record } : undefined;
  };
  const turns = await openTurns(tx, { programmes: activeOf(inForce), policy, hashes, due, customerOf }, now);
  const decideOne = inTurn({ programmes: inForce, policy, customers, erased, turns }, now);
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
  const queued = await queueInvited(tx, decided, { routes, hashes }, now);
  const isDeliveredByOthers = ({ id }: DecidedInvitation): boolean => !queued.invitations.has(id);
  const unreadable = outcomes.flatMap((one) => (one !== undefined && 'reason' in one ? one : []));
  const wrong = items.flatMap((one) => ('wrong' in one ? { id: one.id, reason: one.wrong } : []));
  // What is told asks nothing: that it was decided is no news of surveys.
  const asked = decided.filter(({ programme }) => !isTemplateId(programme));
  const outbox = [
    ...asked.map((one) => surveyMessage(one, now)),
    ...(isOnThread ? asked.filter(isDeliveredByOthers).flatMap((one) => threadMessage(one, now)) : []),
    ...queued.outbox,
  ];
  const done = [...decided, ...putOff].map(({ id }) => id);
  return { decided, putOff, done, unusable: [...wrong, ...unreadable], outbox };
};

/** What is told leaves by Hilo alone: on the channels on which something carries it at this moment. */
const whereCarried = (
  inForce: ProgrammeInForce,
  carried: ReadonlyMap<Channel, string> | undefined,
): ProgrammeInForce => {
  const { programme } = inForce;
  if (programme?.message === undefined) return inForce;
  const contacts = programme.contacts.filter(({ channel }) => carried?.has(channel));
  return { ...inForce, programme: { ...programme, contacts } };
};
