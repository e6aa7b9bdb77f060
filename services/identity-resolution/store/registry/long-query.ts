import type { Transaction } from '@hilo/runtime';
import type { QueryResultRow } from 'pg';

/** A statement that looks at everything: longer than any other may take. */
export const queryLong = async <Row extends QueryResultRow>(
  tx: Transaction,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> => {
  const query = { text, values, query_timeout: 3_600_000 };
  const { rows } = await tx.query<Row>(query);
  return rows;
};
