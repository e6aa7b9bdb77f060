import { setTimeout as sleep } from 'node:timers/promises';
import { doublingMs } from '../../backoff.ts';
import { AppendRefused } from '../../errors.ts';
import { isPermanent, kafkaErrorType } from '../errors.ts';
import type { QueuedBatch } from './partition-queue.ts';
import type { SendResult } from './sender.ts';

/** It holds up all that comes after it in its partition. */
const pauses = { firstMs: 50, longestMs: 1000 };

type Persistence = {
  /** The partition, in the words of errors. */
  name: string;
  batch: Pick<QueuedBatch, 'keepWanted'>;
  /** Why it was not taken so far. */
  failure: Error;
  ended: AbortSignal;
};

/**
 * Sends again and again until it is durable; rejects once it cannot be, or nobody wants it any more. An append whose deadline
 * passes fails alone: those that came later and go with it have time left.
 */
export async function persist(
  send: () => Promise<SendResult>,
  { name, batch, failure, ended }: Persistence,
): Promise<void> {
  let cause = failure;
  for (let failures = 1; ; failures += 1) {
    const pauseMs = doublingMs(failures, pauses);
    const reason = `appending to ${name}: ${kafkaErrorType(cause) ?? cause.message}`;
    if (isPermanent(cause)) throw new AppendRefused(reason, { cause });
    const error = new Error(reason, { cause });
    if (ended.aborted || !batch.keepWanted(Date.now() + pauseMs, error)) throw error;
    await sleep(pauseMs);
    // Whoever was told that it failed may have withdrawn the rest meanwhile.
    if (!batch.keepWanted(Date.now(), error)) throw error;
    const outcome = await send();
    if (outcome === 'durable') return;
    cause = outcome;
  }
}
