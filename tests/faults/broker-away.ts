import { setTimeout as delay } from 'node:timers/promises';
import { AcceptedInteraction, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { Kafka } from '@hilo/testing';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import type { Ledger } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

export type AwayOptions = {
  databaseUrl: string;
  kafka: Kafka;
  /** How the broker goes: killed, or frozen. */
  signal: 'SIGKILL' | 'SIGSTOP';
  awayMs: number;
  /** So many senders post one interaction after the other, each about a customer of its own. */
  senders: number;
  /** Whether ingest is killed with -9 as soon as a part of what waits is drained, and started again. */
  killsIngest?: boolean;
  environment?: Readonly<Record<string, string>>;
};

export type AwayOutcome = {
  /** What a sender was told of as accepted, and what otherwise. */
  accepted: number;
  refused: string[];
  slowestMs: number;
  p99Ms: number;
  /** The most that waited in the spool, and how long it took until nothing did after the broker was back. */
  mostWaiting: number;
  drainedMs: number;
  ready: boolean;
  ledger: Ledger;
  /** Of what was accepted: what is not in the log, and what first stands there after a later one of its sender. */
  lost: number;
  disordered: number;
};

const calmMs = 2000;
const pauseMs = 10;

/** Takes the broker away under constant posting, brings it back, and looks at what became of everything that was accepted. */
export const takeBrokerAway = async (options: AwayOptions): Promise<AwayOutcome> => {
  const { kafka, databaseUrl, environment = {} } = options;
  const log = `kafka://${kafka.brokers.join(',')}`;
  await using identity = await startHilo({ databaseUrl, log, command: 'identity-resolution' });
  let ingest = await startHilo({ databaseUrl, log, command: 'ingest', environment });
  const { port } = new URL(ingest.url);
  const restart = async (): Promise<void> => {
    await ingest.kill();
    ingest = await startHilo({ databaseUrl, log, command: 'ingest', environment: { ...environment, PORT: port } });
  };
  try {
    const posting = startPosting(ingest, options.senders);
    await delay(calmMs);
    await kafka.stopNode(0, options.signal);
    await delay(options.awayMs);
    const ready = (await fetch(`${ingest.url}/readyz`)).status === 200;
    const mostWaiting = await waitingIn(ingest);
    if (options.killsIngest) await posting.end();
    await kafka.startNode(0);
    const since = performance.now();
    if (options.killsIngest) {
      while ((await waitingIn(ingest)) === mostWaiting) await delay(5);
      await restart();
    }
    while ((await waitingIn(ingest)) > 0) await delay(50);
    const drainedMs = Math.round(performance.now() - since);
    if (!options.killsIngest) await delay(calmMs);
    const posted = await posting.end();
    const ledger = await untilThrough(ingest.client);
    await identity.stop();
    return { ...posted, ready, mostWaiting, drainedMs, ledger, ...(await compare(log, posted.ids)) };
  } finally {
    await ingest.stop();
  }
};

const waitingIn = async ({ url }: HiloProcess): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^hilo_spool_interactions(?:\{.*\})? (\d+)/m.exec(metrics)?.[1] ?? Number.NaN);
};

const startPosting = ({ url }: HiloProcess, senders: number) => {
  const ids = new Set<string>();
  const refused: string[] = [];
  const took: number[] = [];
  let going = true;
  const post = async (sender: string): Promise<void> => {
    for (let n = 0; going; n += 1) {
      const id = `${sender}-${n}`;
      const begun = performance.now();
      const answer = await fetch(`${url}/v1/interactions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          id,
          occurredAt: new Date().toISOString(),
          channel: 'web',
          touchpoint: 'checkout',
          kind: 'bought',
          identifiers: [{ kind: 'customer_number', value: sender }],
        }),
      });
      await answer.text();
      took.push(performance.now() - begun);
      if (answer.status === 202) ids.add(id);
      else refused.push(`${answer.status} after ${Math.round(performance.now() - begun)} ms`);
      await delay(pauseMs);
    }
  };
  const posted = Promise.all(Array.from({ length: senders }, (_, n) => post(`${Date.now()}-${n}`)));
  return {
    end: async () => {
      going = false;
      await posted;
      const ordered = took.toSorted((a, b) => a - b).map(Math.round);
      const p99Ms = ordered[Math.floor(ordered.length * 0.99)] ?? 0;
      return { accepted: ids.size, ids, refused, slowestMs: ordered.at(-1) ?? 0, p99Ms };
    },
  };
};

/** What the log holds of these, in the order in which each came first. */
const compare = async (address: string, ids: ReadonlySet<string>): Promise<{ lost: number; disordered: number }> => {
  await using log = await openLog(address);
  const ends = await log.endOffsets(topics.interactions.name);
  const reached = ends.map(() => 0);
  const first = new Set<string>();
  const consumer = await log.consume({
    group: `compare-${crypto.randomUUID()}`,
    topics: [topics.interactions.name],
    handle: async ({ partition, records }) => {
      for (const { value, offset } of records) {
        first.add(AcceptedInteraction.parse(JSON.parse(value ?? '')).id);
        reached[partition] = offset + 1;
      }
    },
  });
  while (ends.some((end, partition) => (reached[partition] ?? 0) < end)) await delay(50);
  await consumer.close();
  const latest = new Map<string, number>();
  let disordered = 0;
  for (const id of first) {
    const [sender, n] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))];
    if (n < (latest.get(sender) ?? -1)) disordered += 1;
    latest.set(sender, n);
  }
  return { lost: [...ids].filter((id) => !first.has(id)).length, disordered };
};
