import type { Transaction } from '@hilo/runtime';
import { type DecidedAboutReaction, toldReaction } from '../domain/reactions/told.ts';
import { noteHappened } from '../endpoints/events/note-events.ts';

/** Tells the outgoing webhooks that hear it what Hilo has reacted to, or not, in the transaction in which it is decided: once. */
export const tellReactions = async (
  tx: Transaction,
  decided: readonly DecidedAboutReaction[],
  now: number,
): Promise<void> => {
  const told = decided.map((one) => toldReaction(one, now));
  await noteHappened(
    tx,
    told.map(({ type, data }) => ({
      event: `${data.id}/${data.state}`,
      type,
      at: data.at,
      subject: data.subject,
      occurredAt: data.occurredAt,
      place: undefined,
      data,
    })),
    now,
  );
};
