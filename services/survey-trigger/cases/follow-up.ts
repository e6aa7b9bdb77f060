import { interactionRecord, stamped, topics } from '@hilo/contracts';
import type { Outgoing, Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { Case } from '../domain/cases/case.ts';
import { resolvedInteraction } from '../domain/cases/resolved-interaction.ts';
import { identifierOf } from '../domain/invited-interaction.ts';
import { findRecords } from '../store/profiles.ts';

/**
 * That a case was resolved, on the customer's thread: a programme may ask after it as after anything else. Nobody is asked whose
 * identifier says no longer who she is.
 */
export const followUpMessages = async (tx: Transaction, one: Case, now: number): Promise<Outgoing[]> => {
  const record = (await findRecords(tx, [one.subject])).get(one.subject);
  const identifier = identifierOf(one.subject, record?.identifiers ?? [], undefined);
  if (identifier === undefined) return [];
  const interaction = resolvedInteraction(one, identifier, now);
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now });
  return [
    {
      topic: topics.interactions.name,
      ...interactionRecord({ id: interaction.id, source: ownSource, interaction, content }),
    },
  ];
};
