import { AppendRefused, type OutgoingRecord } from '@hilo/log';

/** Which way records go: onto the log; into the spool; or they are held for a moment until that is decided. */
export type Way = {
  /** Resolves when the records are durable, wherever that is. Rejects if they may not be. */
  append(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  now(): 'log' | 'spool' | 'held';
  /**
   * Holds what comes and waits for what is being put into the spool; then everything goes onto the log again if nothing
   * of it waits in the spool any more, else into the spool as before. Gives whether it goes onto the log.
   */
  returnToLog(isDrained: () => Promise<boolean>): Promise<boolean>;
  close(): void;
};

export type WayOptions = {
  toLog(topic: string, records: readonly OutgoingRecord[], signal: AbortSignal): Promise<void>;
  toSpool(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** Told of the reason whenever records begin to go into the spool since the log did not take them. */
  onUnreachable(reason: unknown): void;
  begin: 'log' | 'spool';
  tickMs?: number;
};

type Item = {
  topic: string;
  records: readonly OutgoingRecord[];
  since: number;
  resolve(): void;
  reject(error: unknown): void;
};

/** For so many ticks the log has answered nothing at all. */
const silentTicks = 8;
/** For so many ticks one append waits, though others are answered: one broker of several may be away. */
const slowTicks = 20;

/**
 * The order in which it is asked to append is the order in which the records come to lie in the log, through the spool or
 * not: what waits for the log when it is found unreachable is withdrawn and goes into the spool first, in its order.
 */
export const openFailover = ({ toLog, toSpool, onUnreachable, begin, tickMs = 250 }: WayOptions): Way => {
  let now: ReturnType<Way['now']> = begin;
  let withdrawal = new AbortController();
  const onTheirWay = new Set<Item>();
  const beingSpooled = new Set<Promise<void>>();
  const held: Item[] = [];
  // Ticks, not time: a process that was itself held up for seconds must not blame the log for it.
  let [tick, answered] = [0, 0];

  const send = (item: Item): void => {
    if (now === 'log') sendToLog(item);
    else if (now === 'spool') sendToSpool(item);
    else held.push(item);
  };
  const sendToLog = (item: Item): void => {
    onTheirWay.add(item);
    toLog(item.topic, item.records, withdrawal.signal).then(
      () => {
        answered = tick;
        if (onTheirWay.delete(item)) item.resolve();
      },
      (error: unknown) => {
        if (!onTheirWay.has(item)) return;
        if (!(error instanceof AppendRefused)) return leaveLog(error);
        onTheirWay.delete(item);
        item.reject(error);
      },
    );
  };
  const sendToSpool = (item: Item): void => {
    const done = toSpool(item.topic, item.records).then(item.resolve, item.reject);
    beingSpooled.add(done);
    void done.then(() => beingSpooled.delete(done));
  };
  const leaveLog = (reason: unknown): void => {
    now = 'spool';
    withdrawal.abort();
    withdrawal = new AbortController();
    onUnreachable(reason);
    const withdrawn = [...onTheirWay];
    onTheirWay.clear();
    for (const item of withdrawn) sendToSpool(item);
  };
  const watch = setInterval(() => {
    tick += 1;
    const [oldest] = onTheirWay;
    if (oldest === undefined) return;
    const isSilent = tick - Math.max(oldest.since, answered) > silentTicks;
    if (isSilent || tick - oldest.since > slowTicks) leaveLog(new Error('the log does not answer'));
  }, tickMs);
  watch.unref();

  return {
    append: (topic, records) => {
      if (records.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => send({ topic, records, since: tick, resolve, reject }));
    },
    now: () => now,
    returnToLog: async (isDrained) => {
      now = 'held';
      let next: 'log' | 'spool' = 'spool';
      try {
        await Promise.all(beingSpooled);
        if (await isDrained()) next = 'log';
      } finally {
        now = next;
        for (const item of held.splice(0)) send({ ...item, since: tick });
      }
      return next === 'log';
    },
    close: () => clearInterval(watch),
  };
};
