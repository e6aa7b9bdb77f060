import { IngestResult, limits, type Note } from '@hilo/contracts';
import type { Client } from '../api/client.ts';
import type { ImportedRow } from './rows.ts';

/** A row of which no interaction came to be, and why. */
type Rejection = { item: ImportedRow; path: string; reason: string };
export type Imported = { accepted: number; rejected: number };

export type ImportOptions = {
  client: Client;
  /** Called in the order of the file, when everything up to and with this row has an answer. */
  onDone(last: ImportedRow, soFar: Imported): void;
  onRejected(rejection: Rejection): void;
  /** What of an accepted row is not used as it stands in the file. */
  onNote(item: ImportedRow, note: Pick<Note, 'reason' | 'message'>): void;
};

const inFlight = 4;
const batchBytes = 4_000_000;

/** Posts all rows in batches, a few at a time. A batch that may not have arrived is posted again, which is harmless. */
export const importItems = async (items: AsyncIterable<ImportedRow>, options: ImportOptions): Promise<Imported> => {
  const total: Imported = { accepted: 0, rejected: 0 };
  const batches = inBatches(items);
  let inOrder: Promise<void> = Promise.resolve();
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = await batches.next();
      if (next.done) return;
      const batch = next.value;
      const answer = post(options.client, batch);
      inOrder = Promise.all([answer, inOrder]).then(([results]) => {
        told(batch, { results, total, options });
        const last = batch.at(-1);
        if (last !== undefined) options.onDone(last, total);
      });
      await answer;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  await inOrder;
  return total;
};

type Results = IngestResult['results'];

/** What became of the rows of a batch that have an interaction in them. */
const post = async (client: Client, batch: readonly ImportedRow[]): Promise<Results> => {
  const lines = batch.flatMap((item) => ('json' in item ? [item.json] : []));
  return lines.length === 0 ? [] : (await client.postLines('/v1/interactions', lines, IngestResult)).results;
};

/** Counts and tells what became of each row, in the order of the file. */
const told = (
  batch: readonly ImportedRow[],
  { results, total, options }: { results: Results; total: Imported; options: ImportOptions },
): void => {
  const answers = results.values();
  for (const item of batch) {
    if ('problem' in item) {
      total.rejected += 1;
      options.onRejected({ item, path: '', reason: item.problem });
      continue;
    }
    const result = answers.next().value;
    if (result?.status === 'rejected') {
      total.rejected += 1;
      options.onRejected({ ...result, item });
    } else if (result !== undefined) {
      total.accepted += 1;
      for (const note of result.notes ?? []) options.onNote(item, note);
      for (const column of item.leftOut ?? [])
        options.onNote(item, { reason: 'rounded-number', message: rounded(column) });
    }
  }
};

const rounded = (column: string): string =>
  `${column} is a number that a spreadsheet has rounded, so it is left out; format the column as text and export it again`;

/** Several may ask for the next batch at once; a generator answers one after the other. */
async function* inBatches(items: AsyncIterable<ImportedRow>): AsyncGenerator<ImportedRow[]> {
  let [batch, bytes]: [ImportedRow[], number] = [[], 0];
  for await (const item of items) {
    batch.push(item);
    bytes += item.original.length;
    if (batch.length < limits.batch && bytes < batchBytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
