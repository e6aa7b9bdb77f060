import { dueWork, inBatchSpan, type NameHashes, type Resources } from '@hilo/runtime';
import { nameContacts } from './erase.ts';
import { countDecisions, countPutOff, countUnreadable, recordImmediacy } from './events.ts';
import { decideDue, type Inviting } from './pipeline.ts';
import { type DueInvitation, dueInvitations, takeUpAgain } from './store/due-invitations.ts';

type DecidingWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'> & { hashes: NameHashes };

/** Decides what is due, again and again; what could not be decided before is taken up again first. */
export const openDeciding = async ({ hashes, ...resources }: DecidingWorker, inviting: Inviting, everyMs = 1000) => {
  await takeUpAgain(resources.pool);
  return dueWork(resources, {
    name: 'invitations',
    part: 'deciding who is asked',
    rows: dueInvitations,
    everyMs,
    work: async (tx, due, now) => {
      const outcome = await inBatchSpan(
        deciding,
        () => due.map(tracedPart),
        () => decideDue(tx, inviting, due, now),
      );
      await nameContacts(tx, hashes);
      return outcome;
    },
    onDone: ({ decided, putOff, unusable }) => {
      countDecisions(decided);
      countPutOff(putOff);
      recordImmediacy(decided, resources.now());
      countUnreadable(unusable);
    },
  });
};

const deciding = { name: 'decide invitations', attributes: {} };

/** The trace of the interaction about which it is decided, long after that came. */
const tracedPart = (due: DueInvitation) => ({
  headers: ('invitation' in due && due.invitation.circumstances.trace) || {},
});
