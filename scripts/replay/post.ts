import { type IngestResult, type Interaction, limits, IngestResult as Schema } from '@hilo/contracts';
import type { Client } from '../api/client.ts';

export type Posted = {
  posted: number;
  accepted: number;
  rejected: number;
  /** The first few that were rejected, with the reason. */
  samples: string[];
};

export type PostOptions = {
  client: Client;
  batchSize?: number;
  /** How many batches are on their way at once. */
  inFlight?: number;
  onProgress?(posted: Posted): void;
};

const samplesKept = 5;

/** Posts all of them in batches, a few at a time, at full speed. A batch that may not have arrived is posted again. */
export const postAll = async (
  interactions: AsyncIterable<Interaction>,
  { client, batchSize = limits.batch, inFlight = 4, onProgress }: PostOptions,
): Promise<Posted> => {
  const total: Posted = { posted: 0, accepted: 0, rejected: 0, samples: [] };
  const batches = inBatches(interactions, batchSize);
  const worker = async (): Promise<void> => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      const batch = next.value;
      count(total, batch, await client.post('/v1/interactions', batch, Schema));
      onProgress?.(total);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return total;
};

/** Several may ask for the next batch at once; a generator answers one after the other. */
async function* inBatches(interactions: AsyncIterable<Interaction>, size: number): AsyncGenerator<Interaction[]> {
  let batch: Interaction[] = [];
  for await (const interaction of interactions) {
    batch.push(interaction);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const count = (total: Posted, batch: readonly Interaction[], answer: IngestResult): void => {
  total.posted += batch.length;
  total.accepted += answer.accepted;
  total.rejected += answer.rejected;
  for (const [index, result] of answer.results.entries()) {
    if (result.status !== 'rejected' || total.samples.length >= samplesKept) continue;
    total.samples.push(`${batch[index]?.id ?? result.id ?? '?'}: ${result.path}: ${result.reason}`);
  }
};
