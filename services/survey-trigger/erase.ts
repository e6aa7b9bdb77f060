import { type Erasure, Identifier } from '@hilo/contracts';
import {
  forgetCustomers,
  lockVersionsIn,
  type NameHashes,
  type Removed,
  type RemoveUntold,
  rebuiltTable,
  rememberErased,
  removeRowsBefore,
  statement,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';
import { z } from 'zod';
import { answerMessageIds } from './answers/messages.ts';
import { dropInvited, eraseContacts, removeUntoldFromLedger } from './contacts/forget-contacts.ts';
import { reportedId } from './domain/contact-report.ts';
import { invitedId } from './domain/invited-interaction.ts';
import { preferredIds } from './domain/page/preference-choice.ts';
import { messageIds } from './inviting/messages.ts';
import { removeAnswers } from './store/answers.ts';
import { removeLeases } from './store/call-leases.ts';
import { eraseCases } from './store/erased-cases.ts';
import { eraseGuidance } from './store/erased-guidance.ts';
import { noteErasedInteractions } from './store/erased-interactions.ts';
import { eraseVerbatims, removeUntoldVerbatims } from './store/erased-verbatims.ts';
import { eraseDeliveries } from './store/event-deliveries.ts';
import { hideMessagesAt, removeMessages } from './store/forgotten-messages.ts';
import { eraseReactions } from './store/forgotten-reactions.ts';
import { cancelUnowned, invitationTimers } from './store/invitation-timers.ts';
import { removeProfiles } from './store/profiles.ts';
import { forgetExamples } from './store/rehearsals.ts';
import { removeLinksOf } from './store/survey-links.ts';

const removeInvitationsOfSql = statement(`
  DELETE FROM invitations
   WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond' RETURNING id`);

const removeContactPointsSql = statement(`
  UPDATE invitations SET contact_point = NULL, contact_name = NULL
   WHERE contact_name = ANY ($1::text[]) AND coalesce(known_at, decided_at) < $2::timestamptz + interval '1 millisecond'
  RETURNING id`);

/**
 * Removes a person: who was asked or not until then, in milliseconds (rows from before these were the measure have finer
 * times), the record, and whose the interactions were; and the person's addresses where somebody else was asked by them.
 */
export const eraseWith =
  (hashes: NameHashes) =>
  async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
    await rememberErased(tx, erasure);
    await noteErasedInteractions(tx, erasure);
    const invitations = await tx.query<{ id: string }>(removeInvitationsOfSql([erasure.subjects, erasure.at]));
    while (await nameContacts(tx, hashes));
    const contacts = await tx.query<{ id: string }>(removeContactPointsSql([erasure.names ?? [], erasure.at]));
    await forgetUnpublished(tx, [...invitations.rows, ...contacts.rows]);
    await forgetChosen(
      tx,
      invitations.rows.map(({ id }) => id),
    );
    const messages = await removeMessages(
      tx,
      invitations.rows.map(({ id }) => id),
    );
    await removeLeases(tx, messages);
    await removeLinksOf(tx, erasure);
    await forgetToldOf(tx, [...messages, ...(await hideMessagesAt(tx, erasure))]);
    await invitationTimers.cancel(
      tx,
      invitations.rows.map(({ id }) => id),
    );
    const responses = await removeAnswers(
      tx,
      invitations.rows.map(({ id }) => id),
    );
    await forgetMessages(tx, responses.flatMap(answerMessageIds));
    const told = await eraseContacts(tx, erasure);
    await forgetMessages(
      tx,
      told.map(({ source, id }) => reportedId(source, id)),
    );
    const cases = await eraseCases(tx, erasure);
    const verbatims = await eraseVerbatims(tx, erasure);
    const reactions = await eraseReactions(tx, erasure);
    const guidance = await eraseGuidance(tx, erasure);
    const { customers, claims } = await forgetCustomers(tx, erasure);
    const events = await eraseDeliveries(tx, erasure);
    const examples = await forgetExamples(tx, [...erasure.subjects, ...customers]);
    const profiles = await removeProfiles(tx, customers);
    return {
      invitations: invitations.rowCount ?? 0,
      messages: messages.length,
      contact_points: contacts.rowCount ?? 0,
      responses: responses.length,
      contact_facts: told.length,
      cases,
      verbatims,
      reactions,
      guidance,
      profiles,
      claims,
      dry_run_examples: examples,
      event_deliveries: events,
    };
  };

const forgetUnpublishedSql = statement(`DELETE FROM outbox WHERE headers->>'ce_id' = ANY ($1::text[])`);

/**
 * What a crash kept from being published about these is never published: the log is searched for what was on its way at the
 * moment of the erasure, and this would come later.
 */
const forgetUnpublished = (tx: Transaction, invitations: readonly { id: string }[]): Promise<void> =>
  forgetMessages(
    tx,
    invitations.flatMap(({ id }) => messageIds(id)),
  );

const forgetChosenSql = statement(`DELETE FROM outbox WHERE headers->>'ce_id' LIKE ANY ($1::text[])`);

/** The same of how they want to be asked, as they chose it on a page. */
const forgetChosen = async (tx: Transaction, invitations: readonly string[]): Promise<void> => {
  if (invitations.length > 0) await tx.query(forgetChosenSql([invitations.map((id) => `${preferredIds(id)}%`)]));
};

const forgetToldSql = statement(
  `DELETE FROM outbox WHERE split_part(headers->>'ce_id', '/', 1) = ANY ($1::text[]) OR headers->>'ce_id' = ANY ($2::text[])`,
);

/** The same of messages to people: of what became of each, as often as it is told, and of what is put on the thread. */
const forgetToldOf = async (tx: Transaction, messages: readonly string[]): Promise<void> => {
  if (messages.length > 0) await tx.query(forgetToldSql([messages, messages.map(invitedId)]));
};

const forgetMessages = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await tx.query(forgetUnpublishedSql([ids]));
};

const namedAtOnce = 1000;

const Unnamed = z.object({ id: z.string(), contactPoint: Identifier });

const findUnnamedSql = statement({
  name: 'unnamed-contacts',
  text: `SELECT id, contact_point AS "contactPoint" FROM invitations
          WHERE contact_point IS NOT NULL AND contact_name IS NULL ORDER BY id LIMIT ${namedAtOnce} FOR UPDATE`,
});

const keepContactNamesSql = statement(`
  UPDATE invitations AS i SET contact_name = n.name FROM unnest($1::uuid[], $2::text[]) AS n (id, name)
   WHERE i.id = n.id`);

/** Notes by what an erasure finds those who were asked, also before this was noted. Gives whether there are more. */
export const nameContacts = async (tx: Transaction, hashes: NameHashes): Promise<boolean> => {
  const { rows } = await tx.query(findUnnamedSql());
  if (rows.length === 0) return false;
  const unnamed = z.array(Unnamed).parse(rows);
  await tx.query(
    keepContactNamesSql([
      unnamed.map(({ id }) => id),
      unnamed.map(({ contactPoint }) => hashes.ofIdentifier(contactPoint)),
    ]),
  );
  return rows.length === namedAtOnce;
};

const lockInvitationsSql = lockVersionsIn({
  table: 'invitations',
  id: 'interaction',
  version: 'attribution_version',
  order: 'h.id',
});

const removeInvitationsSql = statement(`
  DELETE FROM invitations AS i USING unnest($1::text[], $2::text[]) AS e (source, id)
   WHERE i.source = e.source AND i.interaction = e.id RETURNING i.id`);

/** Removes what was noted of interactions that turned out to be somebody's who is erased, if no later version is here. */
export const removeInvitations = async (
  tx: Transaction,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, lockInvitationsSql, erased, others);
  if (gone.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    removeInvitationsSql([gone.map(({ source }) => source), gone.map(({ id }) => id)]),
  );
  const ids = rows.map(({ id }) => id);
  await forgetUnpublished(tx, rows);
  await forgetMessages(tx, (await removeAnswers(tx, ids)).flatMap(answerMessageIds));
  const messages = await removeMessages(tx, ids);
  await removeLeases(tx, messages);
  await forgetToldOf(tx, messages);
  await invitationTimers.cancel(tx, ids);
  await dropInvited(tx, ids);
};

const ofFacts = [
  rebuiltTable('invitations', "state = 'pending'"),
  rebuiltTable('profiles'),
  rebuiltTable('contact_points'),
  rebuiltTable('customers'),
  rebuiltTable('claims'),
  rebuiltTable('heard_texts'),
];

/**
 * What no fact says. Who was asked, and who was not, stays whatever the facts say, since it happened; what is not decided yet
 * would ask about something that nobody knows of.
 */
export const removeUntold: RemoveUntold = async (tx, generation, heartbeat) => {
  const removed = await removeRowsBefore(tx, generation, heartbeat, ofFacts);
  await heartbeat();
  await cancelUnowned(tx);
  await heartbeat();
  await removeUntoldVerbatims(tx);
  return { ...removed, contact_facts: await removeUntoldFromLedger(tx, generation, heartbeat) };
};
