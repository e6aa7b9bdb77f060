import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingRecord } from '../log.ts';

const lingerMs = 5;
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

/** Until when a batch may be tried, and whether any append in it is still wanted. */
type Delivery = { deadline: number; isWanted(): boolean };

type Waiting = { record: OutgoingRecord; bytes: number; ticket: Ticket };

export type PartitionQueue = { add(records: readonly OutgoingRecord[], ticket: Ticket): void; idle(): Promise<void> };

/**
 * Gathers what concurrent appends have for one partition into sends of at most 500 records and 900 KB, one at a time, so
 * that order is kept. `deliver` retries until the deadline; when it gives up, only the appends in that send fail.
 */
export function partitionQueue(
  deliver: (records: readonly OutgoingRecord[], delivery: Delivery) => Promise<void>,
): PartitionQueue {
  const waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;

  const drain = async () => {
    await sleep(lingerMs);
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      if (batch.length === 0) continue;
      const deadline = Math.min(...batch.map(({ ticket }) => ticket.deadline));
      await deliver(
        batch.map(({ record }) => record),
        { deadline, isWanted: () => batch.some(({ ticket }) => !ticket.signal?.aborted) },
      ).then(
        () => succeed(batch),
        (error) => {
          fail(batch, error);
          // Whoever is told of it may withdraw what stands behind, which must not overtake.
          return nextTurn();
        },
      );
    }
    draining = undefined;
  };
  return {
    add: (records, ticket) => {
      for (const record of records) waiting.push({ record, bytes: sizeOf(record), ticket });
      draining ??= drain();
    },
    idle: async () => draining,
  };
}

/** The next records, without those of appends that have failed or were withdrawn: what follows a gap must not be sent. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  let taken = 0;
  for (const item of waiting) {
    if (batch.length > 0 && (batch.length === maxRecords || bytes + item.bytes > maxBytes)) break;
    taken += 1;
    if (item.ticket.signal?.aborted) fail([item], new Error('the append was withdrawn'));
    if (item.ticket.failure) continue;
    batch.push(item);
    bytes += item.bytes;
  }
  waiting.splice(0, taken);
  return batch;
}

function succeed(batch: readonly Waiting[]): void {
  for (const { ticket } of batch) {
    ticket.remaining -= 1;
    if (ticket.remaining === 0) ticket.done();
  }
}

function fail(batch: readonly Waiting[], error: Error): void {
  for (const { ticket } of batch) {
    ticket.failure ??= error;
    ticket.failed(error);
  }
}

/** More than the headers of a record and what stands around it take. */
const aroundBytes = 1024;

function sizeOf({ key, value }: OutgoingRecord): number {
  return Buffer.byteLength(key) + Buffer.byteLength(value ?? '') + aroundBytes;
}
