import { setTimers, statement, type Transaction, timersOf } from '@hilo/runtime';

const kind = 'invitation';

/** When invitations are to be decided. */
export const invitationTimers = timersOf(kind);

/** In SQL: sets the timers of those of these invitations that are to be decided (ref, about, due_at, state). */
export const setInvitationTimers = (from: string): string =>
  setTimers(kind, `(SELECT * FROM ${from} WHERE state = 'pending') AS pending`);

const cancelUnownedSql = statement(`
  DELETE FROM timers t WHERE t.kind = '${kind}'
     AND NOT EXISTS (SELECT FROM invitations i WHERE i.id = t.ref AND i.state = 'pending')`);

/** Removes the timers of invitations that are gone. */
export const cancelUnowned = async (tx: Transaction): Promise<void> => {
  await tx.query(cancelUnownedSql());
};
