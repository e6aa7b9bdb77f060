import { IngestResult, limits } from '@hilo/contracts';
import type { Client } from '../api/client.ts';
import type { Item } from './rows.ts';

/** A row that Hilo did not accept, and why. */
export type Rejection = { item: Item; path: string; reason: string };
export type Imported = { accepted: number; rejected: number };

export type ImportOptions = {
  client: Client;
  /** Called in the order of the file, when everything up to and with this row has an answer. */
  onDone(last: Item, soFar: Imported): void;
  onRejected(rejection: Rejection): void;
};

const inFlight = 4;
const batchBytes = 4_000_000;

/** Posts all rows in batches, a few at a time. A batch that may not have arrived is posted again, which is harmless. */
export const importItems = async (
  items: AsyncIterable<Item>,
  { client, onDone, onRejected }: ImportOptions,
): Promise<Imported> => {
  const total: Imported = { accepted: 0, rejected: 0 };
  const batches = inBatches(items);
  let inOrder: Promise<void> = Promise.resolve();
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = await batches.next();
      if (next.done) return;
      const batch = next.value;
      const answer = client.postLines(
        '/v1/interactions',
        batch.map(({ json }) => json),
        IngestResult,
      );
      inOrder = Promise.all([answer, inOrder]).then(([{ results, ...counts }]) => {
        total.accepted += counts.accepted;
        total.rejected += counts.rejected;
        for (const [at, result] of results.entries()) {
          const item = batch[at];
          if (item !== undefined && result.status === 'rejected') onRejected({ ...result, item });
        }
        const last = batch.at(-1);
        if (last !== undefined) onDone(last, total);
      });
      await answer;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  await inOrder;
  return total;
};

/** Several may ask for the next batch at once; a generator answers one after the other. */
async function* inBatches(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let [batch, bytes]: [Item[], number] = [[], 0];
  for await (const item of items) {
    batch.push(item);
    bytes += item.json.length;
    if (batch.length < limits.batch && bytes < batchBytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
