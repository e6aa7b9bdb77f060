import type { OutgoingRecord } from '../../log.ts';
import { mostBytesOf } from './record-batch.ts';

const maxRecords = 500;
const maxBytes = 900 * 1024;

/** One append's share in a partition's queue: settled once, when all of its records are durable or one may not be. */
export type Ticket = {
  remaining: number;
  deadline: number;
  /** Once aborted, what still waits of it is not sent any more. */
  signal: AbortSignal | undefined;
  failure?: Error;
  done(): void;
  failed(error: Error): void;
};

type Waiting = { record: OutgoingRecord; bytes: number; ticket: Ticket };

/** Consecutive records of one partition that are sent together. */
export type QueuedBatch = {
  /** Those that are still to be sent. */
  records(): readonly OutgoingRecord[];
  bytes: number;
  /** Whether an append in it was to be durable before this moment. */
  isLate(at: number): boolean;
  /** Fails the appends in it that are late then, or were withdrawn: they alone. Gives whether any is left. */
  keepWanted(at: number, reason: Error): boolean;
  /** They are durable. */
  succeed(): void;
  /** They may not be; only the appends in this batch fail. */
  fail(error: Error): void;
};

export type PartitionQueue = {
  add(record: OutgoingRecord, ticket: Ticket): void;
  isEmpty(): boolean;
  /** The next records, at most 500 and 900 KB; nothing if there are none that are still to be sent. */
  take(): QueuedBatch | undefined;
};

/** Keeps in order what concurrent appends have for one partition. */
export function partitionQueue(): PartitionQueue {
  let waiting: Waiting[] = [];
  return {
    add: (record, ticket) => void waiting.push({ record, bytes: mostBytesOf(record), ticket }),
    isEmpty: () => waiting.length === 0,
    take: () => {
      let batch: Waiting[] = [];
      while (batch.length === 0 && waiting.length > 0) {
        const end = endOfBatch(waiting);
        batch = (end === waiting.length ? waiting : waiting.slice(0, end)).filter(isToBeSent);
        waiting = waiting.slice(end);
      }
      return batch.length === 0 ? undefined : batchOf(batch);
    },
  };
}

function endOfBatch(waiting: readonly Waiting[]): number {
  let bytes = 0;
  const end = waiting.findIndex((item, index) => {
    bytes += item.bytes;
    return index > 0 && (index === maxRecords || bytes > maxBytes);
  });
  return end < 0 ? waiting.length : end;
}

/** Not those of appends that have failed or were withdrawn: what follows a gap must not be sent. */
function isToBeSent({ ticket }: Waiting): boolean {
  if (ticket.signal?.aborted) failTicket(ticket, new Error('the append was withdrawn'));
  return ticket.failure === undefined;
}

function batchOf(batch: readonly Waiting[]): QueuedBatch {
  let left = batch;
  return {
    records: () => left.map(({ record }) => record),
    bytes: batch.reduce((sum, { bytes }) => sum + bytes, 0),
    isLate: (at) => left.some(({ ticket }) => at > ticket.deadline),
    keepWanted: (at, reason) => {
      for (const { ticket } of left) if (at > ticket.deadline || ticket.signal?.aborted) failTicket(ticket, reason);
      left = left.filter(isToBeSent);
      return left.length > 0;
    },
    succeed: () => {
      for (const { ticket } of left) succeedTicket(ticket);
    },
    fail: (error) => {
      for (const { ticket } of left) failTicket(ticket, error);
    },
  };
}

function succeedTicket(ticket: Ticket): void {
  ticket.remaining -= 1;
  if (ticket.remaining === 0) ticket.done();
}

function failTicket(ticket: Ticket, error: Error): void {
  ticket.failure ??= error;
  ticket.failed(error);
}
