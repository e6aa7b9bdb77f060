import type { Transaction } from '@hilo/runtime';
import type { QueryConfig, QueryResultRow } from 'pg';

/** A statement that looks at everything: longer than any other may take. */
export const queryLong = async <Row extends QueryResultRow>(tx: Transaction, query: QueryConfig): Promise<Row[]> => {
  const { rows } = await tx.query<Row>(lasting(query));
  return rows;
};

const lasting = (query: QueryConfig) => ({ ...query, query_timeout: 3_600_000 });
