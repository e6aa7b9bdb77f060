import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import type { AppendOptions, OutgoingRecord } from '../log.ts';

const recordsAtOnce = 1000;
const charactersAtOnce = 4 * 1024 * 1024;

export type Group = {
  /** Resolves when all of its records are durable, rejects if any may not be. */
  append(records: readonly OutgoingRecord[], options?: AppendOptions): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
};

/** One append: settled once, when all of its pieces are durable or one may not be. */
type Ticket = {
  remaining: number;
  failed: boolean;
  signal: AbortSignal | undefined;
  done(): void;
  fail(error: unknown): void;
};

/** At most as many records of an append as are sent at once. */
type Piece = { records: readonly OutgoingRecord[]; characters: number; ticket: Ticket };

/**
 * Concurrent appends to a topic share a transaction: what comes while one is on its way goes with the next, all in the
 * order in which it came. When the database refuses a transaction, nothing of it is durable, and it is done again in
 * halves, so that only the append that is wrong fails.
 */
export const openGroup = (send: (records: readonly OutgoingRecord[]) => Promise<void>): Group => {
  const waiting: Piece[] = [];
  let working: Promise<void> | undefined;

  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0) await sendPieces(take(waiting));
    working = undefined;
  };

  const sendPieces = async (pieces: readonly Piece[]): Promise<void> => {
    const wanted = pieces.filter(isWanted);
    if (wanted.length === 0) return;
    try {
      await send(wanted.flatMap(({ records }) => records));
      for (const { ticket } of wanted) succeed(ticket);
    } catch (error) {
      if (error instanceof DatabaseError && wanted.length > 1) {
        const middle = wanted.length >> 1;
        await sendPieces(wanted.slice(0, middle));
        return sendPieces(wanted.slice(middle));
      }
      for (const { ticket } of wanted) fail(ticket, error);
      // Whoever is told of it may withdraw what stands behind, which must not overtake.
      await nextTurn();
    }
  };

  return {
    append: (records, { signal } = {}) => {
      if (records.length === 0) return Promise.resolve();
      return new Promise((done, reject) => {
        const pieces = inPieces(records);
        const ticket: Ticket = { remaining: pieces.length, failed: false, signal, done, fail: reject };
        for (const piece of pieces) waiting.push({ records: piece, characters: lengthOf(piece), ticket });
        working ??= sendAll();
      });
    },
    idle: async () => working,
  };
};

/** The next pieces that go together; one, however large it is. */
const take = (waiting: Piece[]): Piece[] => {
  let [end, records, characters] = [0, 0, 0];
  for (const piece of waiting) {
    records += piece.records.length;
    characters += piece.characters;
    if (end > 0 && (records > recordsAtOnce || characters > charactersAtOnce)) break;
    end += 1;
  }
  return waiting.splice(0, end);
};

/** Not of an append that was withdrawn, nor of one that has failed: what follows a gap must not be sent. */
const isWanted = ({ ticket }: Piece): boolean => {
  if (ticket.signal?.aborted) fail(ticket, ticket.signal.reason);
  return !ticket.failed;
};

const succeed = (ticket: Ticket): void => {
  ticket.remaining -= 1;
  if (ticket.remaining === 0) ticket.done();
};

const fail = (ticket: Ticket, error: unknown): void => {
  ticket.failed = true;
  ticket.fail(error);
};

const inPieces = (records: readonly OutgoingRecord[]): (readonly OutgoingRecord[])[] => {
  if (records.length <= recordsAtOnce) return [records];
  const pieces: (readonly OutgoingRecord[])[] = [];
  for (let at = 0; at < records.length; at += recordsAtOnce) pieces.push(records.slice(at, at + recordsAtOnce));
  return pieces;
};

const lengthOf = (records: readonly OutgoingRecord[]): number =>
  records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
