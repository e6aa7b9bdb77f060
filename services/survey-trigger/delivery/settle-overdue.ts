import { holdOffErasures, publishOutbox, putIntoOutbox, type Resources, transaction } from '@hilo/runtime';
import { noteContacts } from '../contacts/note-contacts.ts';
import { takenBack } from '../domain/delivery/message-fact.ts';
import { expired } from '../domain/delivery/outcome.ts';
import { toldReasons } from '../domain/refusals.ts';
import { isTemplateId } from '../domain/templates/as-programme.ts';
import { lookAgain } from '../store/follow-up-timers.ts';
import { countUnknown, expireMessages, loseMessages, mostOverdue } from '../store/overdue-messages.ts';
import type { Governed } from './ask-again.ts';
import { messageEvents } from './survey-events.ts';

type Settling = Pick<Resources, 'pool' | 'log' | 'now'> & Pick<Governed, 'hashes'>;

export type Overdue = {
  lost: number;
  expired: number;
  /** Of how many it is unknown in all what became of them. */
  unknown: number;
};

/**
 * Whose lease is over is unknown, and stays so until somebody knows; what waited until its deadline is not sent any more, whatever stood in
 * its way. Gives how many, and whether there may be more.
 */
export const settleOverdue = async ({
  pool,
  log,
  hashes,
  now: clock,
}: Settling): Promise<Overdue & { isMore: boolean }> => {
  const now = clock();
  const { ids, outbox, ...counts } = await transaction(pool, async (tx) => {
    await holdOffErasures(tx);
    const lost = await loseMessages(tx, now);
    const late = await expireMessages(tx, toldReasons(expired.reasons), now);
    await lookAgain(
      tx,
      [...lost, ...late]
        .filter(({ programme }) => !isTemplateId(programme))
        .map(({ invitation, subject }) => ({ invitation, subject, at: now })),
    );
    await noteContacts(
      tx,
      late.map((one) => takenBack(one, hashes.ofIdentifier, now)),
    );
    const outbox = [
      ...lost.flatMap((one) => messageEvents(one, { state: 'unknown', reason: 'interrupted' }, now)),
      ...late.flatMap((one) => messageEvents(one, expired, now)),
    ];
    const ids = await putIntoOutbox(tx, outbox);
    return { outbox, ids, lost: lost.length, expired: late.length, unknown: await countUnknown(tx) };
  });
  await publishOutbox({ pool, log }, ids, outbox);
  return { ...counts, isMore: Math.max(counts.lost, counts.expired) === mostOverdue };
};
