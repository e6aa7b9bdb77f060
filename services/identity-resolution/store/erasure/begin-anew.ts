import { statement, type Transaction } from '@hilo/runtime';

const noteFilledSql = statement(`
  INSERT INTO installation (name, value) VALUES ('erasure-list-filled', 'from the log') ON CONFLICT DO NOTHING`);

const forgetOffsetsSql = statement('DELETE FROM consumer_offsets WHERE consumer_group = $1 AND topic = $2');

/** Has this group read the topic from its beginning, once in the life of the database. */
export const beginAnew = async (tx: Transaction, group: string, topic: string): Promise<void> => {
  const { rowCount } = await tx.query(noteFilledSql());
  if (rowCount === 1) await tx.query(forgetOffsetsSql([group, topic]));
};
