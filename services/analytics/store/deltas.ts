import { statement, type Transaction } from '@hilo/runtime';

/** Who has columns in memory listens to this. */
export const deltasChannel = 'analytics_deltas';

const insertDeltaSql = statement({
  name: 'insert-delta',
  text: `WITH new AS (INSERT INTO deltas (n, columns) VALUES ($1, $2))
         SELECT pg_notify('${deltasChannel}', '')`,
});

/** Keeps what this transaction changed in the columns, and wakes whoever has them in memory. */
export const insertDelta = async (tx: Transaction, n: number, columns: Buffer): Promise<void> => {
  if (columns.length > 0) await tx.query(insertDeltaSql([n, columns]));
};
