import { holdOffErasures, type Transaction } from '@hilo/runtime';
import type { ContactFact } from '../domain/contact.ts';
import { contactsOf, keyOfFact, oneContactMs } from '../domain/contact-ledger.ts';
import { freedFact, type NewReservation, reservedFact } from '../domain/reservation.ts';
import { lockLedger, saveFacts } from '../store/contact-facts.ts';
import { insertContacts } from '../store/contacts.ts';
import { findReservation } from '../store/reservations.ts';
import { noteContacts } from './note-contacts.ts';

/** A contact that is to be reserved, and what was asked. */
export type Planned = Omit<NewReservation, 'known'> & { digest: string };

/** Notes what is reserved, where these facts are near. What stands alone needs no more than its rows; all else is brought to what all facts say. */
export const noteReservations = async (
  tx: Transaction,
  planned: readonly Planned[],
  known: readonly ContactFact[],
): Promise<void> => {
  const facts = planned.map((plan) => ({ plan, fact: reservedFact({ ...plan, known }) }));
  const digests = new Map(facts.map(({ plan, fact }) => [keyOfFact(fact), plan.digest]));
  const [alone, others] = [
    facts.filter(({ plan }) => isAlone(plan, known)),
    facts.filter(({ plan }) => !isAlone(plan, known)),
  ];
  await insertAlone(
    tx,
    alone.map(({ fact }) => fact),
    digests,
  );
  await noteContacts(
    tx,
    others.map(({ fact }) => fact),
    digests,
  );
};

/** Nothing but other reservations is near it, which are contacts of their own, and nothing was told of it. */
const isAlone = ({ before, reservation, place, at }: Planned, known: readonly ContactFact[]): boolean =>
  before === undefined &&
  known.every(
    (fact) =>
      fact.reservation !== reservation &&
      (fact.teller === 'reservation' || fact.place !== place || Math.abs(fact.at - at) > oneContactMs),
  );

const insertAlone = async (
  tx: Transaction,
  facts: readonly ContactFact[],
  digests: ReadonlyMap<string, string>,
): Promise<void> => {
  if (facts.length === 0) return;
  const contacts = contactsOf(facts);
  const rows = new Map(contacts.flatMap(({ id, tellers }) => tellers.map((one) => [keyOfFact(one), id] as const)));
  await saveFacts(tx, facts, { digests, rows });
  await insertContacts(tx, contacts);
};

/** Gives a reservation back; what is unknown, or another source's, is not found. */
export const freeReservation = async (
  tx: Transaction,
  wanted: { source: string; reservation: string },
): Promise<boolean> => {
  await holdOffErasures(tx);
  await lockLedger(tx, [`reservation ${wanted.reservation}`]);
  const fact = await findReservation(tx, wanted);
  if (fact === undefined) return false;
  if (!fact.withdrawn) await noteContacts(tx, [freedFact(fact)]);
  return true;
};
