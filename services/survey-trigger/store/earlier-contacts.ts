import { statement, type Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { FoundContact } from './contacts.ts';

const earlierContactsSql = statement({
  name: 'earlier-contacts',
  text: `SELECT contact FROM contact_facts WHERE teller = 'invitation' AND source = '${ownSource}' AND id = ANY ($1::text[])`,
});

/** As what the contacts of these facts count for the next message of the same invitation: for every cap, and as nothing to rest after. */
export const earlierContactsOf =
  (facts: readonly string[]) =>
  async (tx: Transaction): Promise<(contact: FoundContact) => FoundContact[]> => {
    const { rows } = await tx.query<{ contact: string | null }>(earlierContactsSql([facts]));
    const earlier = new Set(rows.map(({ contact }) => contact));
    return (contact) => [earlier.has(contact.id) ? { ...contact, class: undefined } : contact];
  };
