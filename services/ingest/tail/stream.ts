import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { readTail, type TailFilter, type TailRow } from '../store/tail.ts';
import { cursorInTail } from './cursor.ts';
import { tailEntryOf } from './entry.ts';

type Following = {
  pool: Pool;
  filter: TailFilter;
  /** The id after which it begins. */
  after: string;
  /** When it is aborted, the stream ends. */
  closing: AbortSignal;
};

const lookEveryMs = 500;
const heartbeatMs = 15_000;
const mostAtOnce = 200;

/**
 * What comes in, as server-sent events. Nothing is kept for whoever reads slowly: it is read from the table when there is
 * room for it, and of more than can be shown at once, the newest.
 */
export const follow = (following: Following): Readable =>
  Readable.from(eventsOf(following), { objectMode: false, highWaterMark: 64 * 1024 });

async function* eventsOf({ pool, filter, after, closing }: Following): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  let last = after;
  let saidAt = Date.now();
  while (!closing.aborted) {
    const rows = await readTail(pool, filter, { after: last, limit: mostAtOnce + 1 });
    const shown = rows.slice(0, mostAtOnce).reverse();
    const [oldest] = shown;
    const newest = shown.at(-1);
    if (oldest !== undefined && newest !== undefined) {
      yield `${rows.length > mostAtOnce ? skippedBefore(oldest) : ''}${shown.map(eventOf).join('')}`;
      last = newest.id;
      saidAt = Date.now();
    } else if (Date.now() - saidAt >= heartbeatMs) {
      yield ': heartbeat\n\n';
      saidAt = Date.now();
    }
    await delay(lookEveryMs, undefined, { signal: closing }).catch(() => {});
  }
}

const eventOf = (row: TailRow): string => `id: ${row.id}\ndata: ${JSON.stringify(tailEntryOf(row))}\n\n`;

const skippedBefore = ({ id }: TailRow): string =>
  `event: skipped\ndata: ${JSON.stringify({ cursor: cursorInTail.encode([id]) })}\n\n`;
