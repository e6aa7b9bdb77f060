import type { Transaction } from '@hilo/runtime';
import type { Connection, QueryConfig } from 'pg';

/** What a row has in its columns, as Postgres writes them in binary; to be read at once, since the memory is used again. */
type BinaryRow = readonly (Buffer | undefined)[];

/**
 * Gives each row of a statement that has no values, in order, with its columns in binary. The driver takes the rows of a query as
 * text, in which bytes are twice as many, and has all of a page in memory before any is read.
 */
export const copyOut = async (
  tx: Transaction,
  { text }: QueryConfig,
  onRow: (row: BinaryRow) => void,
): Promise<void> => {
  const done = Promise.withResolvers<void>();
  tx.query(copyingSql(text, onRow, done));
  await done.promise;
};

type Done = Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>;

/** A query as the driver wants it: it is given what its connection is told. */
const copyingSql = (text: string, onRow: (row: BinaryRow) => void, done: Done) => {
  let failure: unknown;
  let begin = headerBytes;
  const copying = {
    submit: (connection: Connection): void => void connection.query(copySql(text)),
    // The driver puts what ends its time-out in this place.
    callback: (): void => {},
    handleCopyData: ({ chunk }: { chunk: Buffer }): void => {
      if (failure !== undefined) return;
      try {
        const row = rowIn(chunk, begin);
        if (row !== undefined) onRow(row);
      } catch (error) {
        // Thrown here, it would end the process. What comes after it is read, so that the connection can go on.
        failure = error;
      }
      begin = 0;
    },
    handleCommandComplete: (): void => {},
    handleReadyForQuery: (): void => {
      copying.callback();
      if (failure === undefined) done.resolve();
      else done.reject(failure);
    },
    handleError: (error: Error): void => {
      copying.callback();
      done.reject(error);
    },
  };
  return copying;
};

const copySql = (text: string): string => `COPY (${text}) TO STDOUT (FORMAT binary)`;

/** Before the first row a signature of 11 bytes, flags, and the length of what else there may be, which is nothing. */
const headerBytes = 19;

/** Each message is one row: how many columns, then each with its length before it, −1 without a value. The last one says −1 columns. */
const rowIn = (message: Buffer, begin: number): BinaryRow | undefined => {
  const columns = message.readInt16BE(begin);
  if (columns < 0) return undefined;
  const row: (Buffer | undefined)[] = [];
  let at = begin + 2;
  for (let column = 0; column < columns; column++) {
    const length = message.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? undefined : message.subarray(at, at + length));
    at += Math.max(0, length);
  }
  return row;
};
