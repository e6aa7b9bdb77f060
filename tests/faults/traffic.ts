import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '../../scripts/api/client.ts';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { showProgress } from '../../scripts/replay/progress.ts';
import type { Where } from './find.ts';
import { madeUp } from './made-up.ts';
import type { Processes } from './processes.ts';
import { type Severity, scheduleOf } from './schedule.ts';
import { type Sent, sendAll } from './senders.ts';
import { type Struck, strike } from './strike.ts';

export type TrafficOptions = Where & Severity & { seed: number; say(line: string): void };

export type Traffic = { sent: Sent[]; accepted: number; retries: number; struck: Struck };

const senders = 4;
const eventsPerPerson = 25;
const patienceMs = 1_800_000;
/** So many may be on their way at once, so that every kill meets all four services at work. */
const mostInFlight = (events: number): number => Math.min(30_000, events / 10);

/** Posts interactions, and kills services and moves leaders meanwhile. Resolves when all are accepted and all is done. */
export const postUnderBlows = async (processes: Processes, options: TrafficOptions): Promise<Traffic> => {
  const { log, seed, events, say } = options;
  const blows = scheduleOf(seed, options);
  const struck: Struck = { kills: new Map(), leadersMoved: 0 };
  const [bar, posting] = [showProgress('accepted', events), new AbortController()];
  let [accepted, retries, inFlight] = [0, 0, 0];

  const watch = async (): Promise<void> => {
    const client = createClient({ url: processes.url, key: apiKey, signal: posting.signal, patienceMs });
    while (!posting.signal.aborted) {
      inFlight = (await client.get('/v1/ledger', LedgerAnswer)).inFlight;
      await delay(250, undefined, { signal: posting.signal });
    }
  };
  const strikeAll = async (): Promise<void> => {
    for (let [blow] = blows; blow !== undefined; [blow] = blows) {
      while (accepted < blow.accepted) await delay(50, undefined, { signal: posting.signal });
      say(`${await strike({ processes, log, struck }, blow)}, after ${accepted} of ${events}`);
      blows.shift();
    }
  };
  // Nobody runs ahead of what is to be done to Hilo, or the last kills would find it idle.
  const mayGoOn = async (): Promise<void> => {
    const isAhead = (): boolean => accepted > (blows[0]?.accepted ?? Number.POSITIVE_INFINITY) + events / 20;
    while (inFlight > mostInFlight(events) || isAhead()) await delay(50, undefined, { signal: posting.signal });
  };
  const watching = watch().catch((error: unknown) => {
    if (!posting.signal.aborted) throw error;
  });
  const sending = sendAll({
    url: processes.url,
    makeUp: madeUp({ seed, people: Math.ceil(events / eventsPerPerson) }),
    seed,
    senders,
    events,
    mayGoOn,
    onAccepted: (count) => {
      accepted += count;
      bar.update(accepted);
    },
    onRetry: () => {
      retries += 1;
    },
  });
  const [sent] = await Promise.all([sending, strikeAll()]).finally(() => {
    posting.abort();
    bar.done();
  });
  await watching;
  return { sent, accepted, retries, struck };
};
