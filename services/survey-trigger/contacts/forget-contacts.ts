import { type Erasure, instantOf } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { ContactFact } from '../domain/contact.ts';
import { lockLedger } from '../store/contact-facts.ts';
import { keepMarks, type Mark } from '../store/contact-marks.ts';
import {
  hideContactPoints,
  type RemovedFact,
  removeInvited,
  removeToldBy,
  removeToldOf,
  removeUntoldContacts,
} from '../store/forgotten-contacts.ts';
import { bringUpToDate } from './note-contacts.ts';

/** So many are brought up to date at once. */
const atOnce = 500;

/**
 * Empties the ledger of a person until then. What keeps others from contacting whoever comes back stays, at the keyed hash of the contact
 * point: a refusal and an objection at every one of the person's, since they hold for the person.
 */
export const eraseContacts = async (tx: Transaction, erasure: Erasure): Promise<RemovedFact[]> => {
  const { names = [], at } = erasure;
  const removed = await removeToldOf(tx, erasure);
  const erased = names.map((place): Mark => ({ place, mark: 'erased', at: instantOf(at) }));
  await keepMarks(tx, [...erased, ...removed.flatMap((fact) => marksOf(fact, names))]);
  await update(tx, removed);
  await hideContactPoints(tx, names, at);
  return removed;
};

const marksOf = ({ place, brake, at }: RemovedFact, names: readonly string[]): Mark[] => {
  if (brake === null) return [];
  const places = brake === 'refusal' || brake === 'objection' ? new Set([place, ...names]) : [place];
  return [...places].map((one) => ({ place: one, mark: brake, at }));
};

/** What is heard too late of somebody who is erased leaves its brake, and nothing else. */
export const dropContacts = async (tx: Transaction, erased: readonly ContactFact[]): Promise<void> => {
  const removed = await removeToldBy(tx, erased);
  await keepMarks(
    tx,
    erased.flatMap(({ place, brake, at, withdrawn }) =>
      brake === undefined || withdrawn ? [] : { place, mark: brake, at },
    ),
  );
  await update(tx, removed);
};

/** Takes invitations out of the ledger that are gone. */
export const dropInvited = async (tx: Transaction, invitations: readonly string[]): Promise<void> =>
  update(tx, await removeInvited(tx, invitations));

/** Removes what no fact of the thread says any more, after everything was told again; gives how many that were. */
export const removeUntoldFromLedger = async (
  tx: Transaction,
  generation: number,
  heartbeat: () => Promise<void>,
): Promise<number> => {
  const removed = await removeUntoldContacts(tx, generation);
  for (let from = 0; from < removed.length; from += atOnce) {
    await heartbeat();
    await update(tx, removed.slice(from, from + atOnce));
  }
  return removed.length;
};

const update = async (tx: Transaction, removed: readonly RemovedFact[]): Promise<void> => {
  if (removed.length === 0) return;
  await lockLedger(
    tx,
    removed.map(({ place }) => place),
  );
  await bringUpToDate(tx, [], removed);
};
