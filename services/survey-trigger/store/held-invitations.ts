import { statement, type Transaction } from '@hilo/runtime';

const holdInvitationsSql = statement({
  name: 'hold-invitations',
  text: 'SELECT FROM invitations WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
});

/**
 * Until the end of the transaction nothing of these is handed over: whoever takes an answer, a refusal or a word about a message waits until
 * what is handed over at this moment has its answer, and what is asked again afterwards sees what was taken. After messages, before
 * timers, responses and the ledger.
 */
export const holdInvitations = async (tx: Transaction, invitations: readonly string[]): Promise<void> => {
  if (invitations.length > 0) await tx.query(holdInvitationsSql([invitations]));
};

const holdToWriteSql = statement({
  name: 'hold-to-write-outcome',
  text: `SELECT FROM messages m JOIN invitations i ON i.id = m.invitation WHERE m.id = $1 FOR UPDATE OF m FOR NO KEY UPDATE OF i`,
});

/** The same of the invitation of a message of which it is written that nobody gets it: the message first, as everybody holds them. */
export const holdToWrite = async (tx: Transaction, message: string): Promise<void> => {
  await tx.query(holdToWriteSql([message]));
};
