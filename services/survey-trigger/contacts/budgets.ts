import type { NameHashes, Transaction } from '@hilo/runtime';
import { whereaboutsOf } from '../domain/place/whereabouts.ts';
import type { Budget } from '../domain/policy/budget.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { everyBudget } from '../domain/policy/every-cap.ts';
import { memoryOf } from '../domain/policy/memory.ts';
import { placeEvidenceOf } from '../domain/profile.ts';
import { placesOfRecord } from '../store/contact-points.ts';
import { findKnownContacts } from '../store/known-contacts.ts';
import type { KnownRecord } from '../store/profiles.ts';
import { concernedOf } from './check-permissions.ts';

type Of = { customer: string; record: KnownRecord };
type By = { policy: CompiledPolicy; hashes: NameHashes; now: number };

/** How much of every cap a customer has used up, by whoever made the contacts. */
export const budgetsOfCustomer = async (
  tx: Pick<Transaction, 'query'>,
  { customer, record }: Of,
  { policy, hashes, now }: By,
): Promise<Budget[]> => {
  const at = placesOfRecord(record, hashes);
  const places = [...at.keys()];
  const known = await findKnownContacts(tx, { customers: [customer], places, since: now - memoryOf(policy), now });
  const parts = [known.ofCustomer(customer), ...places.map(known.at)];
  const { contacts } = concernedOf({ parts, record, at }, { isAmbiguous: false, isAsked: true }, hashes);
  // At an address that is nowhere, somebody may be wherever anything else says that she is.
  const where = whereaboutsOf({ kind: 'email', value: '' }, placeEvidenceOf(record, { answered: [] }));
  return everyBudget(policy, { places: where.places, contacts, now });
};
