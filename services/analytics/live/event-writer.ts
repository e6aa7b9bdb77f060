import type { Writable } from 'node:stream';
import { asStreamed, type LiveEvent } from '../domain/live-ring.ts';

/** Tells one listener, at its own pace. */
export type EventWriter = {
  /** What was missed, at once, however much that is: it is as much as the ring has, at the most. */
  catchUp(events: readonly LiveEvent[]): void;
  tell(event: LiveEvent): void;
  /** That somebody is still there; who has taken nothing since the last two times is let go. */
  comment(): void;
  end(): void;
};

/** Who has so many events waiting, beside KPIs, comes back with the last id. */
const mostWaiting = 256;
/** Browsers come back after that long, and not all at once. */
const retryMs = 2000;
const spreadMs = 3000;

/**
 * Writes events to a stream. To who reads slowly, nothing is written until there is room: of KPIs the latest alone waits, which says all
 * that those before did.
 */
export const eventWriter = (to: Writable, random: () => number = Math.random): EventWriter => {
  let waiting: LiveEvent[] = [];
  let stuckFor = 0;
  const retry = `retry: ${Math.round(retryMs + spreadMs * random())}\n`;
  const flush = (): void => {
    while (waiting.length > 0 && !to.writableNeedDrain) to.write(waiting.splice(0, 1).map(asStreamed).join(''));
  };
  to.on('drain', flush);
  to.write(`${retry}: live\n\n`);
  return {
    catchUp: (events) => {
      if (events.length > 0) to.write(events.map(asStreamed).join(''));
    },
    tell: (event) => {
      if (event.name === 'kpis') waiting = waiting.filter(({ name }) => name !== 'kpis');
      waiting.push(event);
      if (waiting.length > mostWaiting) to.destroy();
      else flush();
    },
    comment: () => {
      stuckFor = to.writableLength > 0 ? stuckFor + 1 : 0;
      if (stuckFor > 2) to.destroy();
      else if (!to.writableNeedDrain) to.write(': still here\n\n');
    },
    end: () => to.end(`${retry}\n`),
  };
};
