import { type Identifier, interactionRecord, stamped, topics } from '@hilo/contracts';
import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { Brake } from '../domain/contact.ts';
import type { Ending } from '../domain/following/asked-so-far.ts';
import { identifierOf } from '../domain/invited-interaction.ts';
import {
  factOfObjection,
  type HeardObjection,
  interactionOfObjection,
  type Objection,
  objectionId,
} from '../domain/objection.ts';
import { type AskedInvitation, findAsked } from '../store/asked.ts';
import { findReports, lockLedger } from '../store/contact-facts.ts';
import { endFollowUps } from '../store/follow-up-timers.ts';
import { holdInvitations } from '../store/held-invitations.ts';
import { findRecords, type KnownRecord } from '../store/profiles.ts';
import { noteContacts } from './note-contacts.ts';

/**
 * Takes it that somebody who was asked refused, objected, is another person, or is not reached there for good: each is a fact of the ledger,
 * which brakes when this commits, and an interaction on the thread, once however often it is told. Who is erased has no invitation any
 * more, and nothing comes of it. Gives what to put out, and which of these was news.
 */
export const noteObjections = async (
  tx: Transaction,
  objections: readonly Objection[],
  hashes: NameHashes,
): Promise<{ outbox: Outgoing[]; noted: HeardObjection[] }> => {
  if (objections.length === 0) return { outbox: [], noted: [] };
  await holdOffErasures(tx);
  await holdInvitations(
    tx,
    objections.map(({ invitation }) => invitation),
  );
  const asked = await findAsked(tx, objections);
  const records = await findRecords(tx, [...new Set([...asked.values()].map(({ subject }) => subject))]);
  const heard = objections.flatMap((one) => heardOf(one, asked.get(one.invitation), records) ?? []);
  const byId = new Map(heard.map((one) => [one.id, one]));
  // Before the ledger is locked: who asks again holds what is said here first, and the ledger afterwards.
  await endFollowUps(tx, endedBy(heard), Math.max(...heard.map(({ at }) => at)));
  // Whoever says the same at this moment waits, and says nothing new.
  await lockLedger(
    tx,
    [...byId.keys()].map((id) => `report ${ownSource} ${id}`),
  );
  const known = await findReports(tx, ownSource, [...byId.keys()]);
  const noted = [...byId.values()].filter(({ id }) => !known.has(id));
  await noteContacts(
    tx,
    noted.map((one) => factOfObjection(one, hashes.ofIdentifier)),
  );
  return { outbox: noted.map(messageOf), noted };
};

/** What she says ends it on every channel; what is said of an address leaves the others. */
const endingOf: Partial<Record<Brake, Ending>> = {
  refusal: 'refused',
  objection: 'objected',
  'wrong-person': 'wrong-person',
};

const endedBy = (heard: readonly HeardObjection[]) =>
  heard.flatMap(({ invitation, brake }) => {
    const ending = endingOf[brake];
    return ending === undefined ? [] : [{ invitation, ending }];
  });

const heardOf = (
  objection: Objection,
  asked: AskedInvitation | undefined,
  records: ReadonlyMap<string, KnownRecord>,
): HeardObjection | undefined => {
  if (asked === undefined) return undefined;
  const { subject, programme } = asked;
  const { identifiers = [], consents = [] } = records.get(subject) ?? {};
  const isOfPerson = objection.brake === 'refusal' || objection.brake === 'objection';
  // Where she was not asked at a contact point, or it is erased since it was another's, what she says is still hers.
  const contactPoint = asked.contactPoint ?? (isOfPerson ? identifierOf(subject, identifiers, undefined) : undefined);
  if (contactPoint === undefined) return undefined;
  const isHers = identifiers.some((one) => one.status === 'linked' && isSame(one, contactPoint));
  return {
    ...objection,
    id: objectionId(objection, consents),
    channel: objection.channel ?? asked.channel ?? 'web',
    contactPoint,
    // What is said of a contact point goes to whoever has it now; what she says goes to her.
    identifier:
      isHers || !isOfPerson ? contactPoint : (identifierOf(subject, identifiers, contactPoint) ?? contactPoint),
    subject,
    purpose: programme.purpose,
  };
};

const isSame = (one: Identifier, other: Identifier): boolean => one.kind === other.kind && one.value === other.value;

const messageOf = (heard: HeardObjection): Outgoing => {
  const interaction = interactionOfObjection(heard);
  const content = stamped(JSON.stringify(interaction), {
    source: ownSource,
    receivedAt: heard.at,
    isTimeDerived: true,
  });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content });
  return { topic: topics.interactions.name, ...record };
};
