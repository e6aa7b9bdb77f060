import { setTimeout as delay } from 'node:timers/promises';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import type { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { readFolder } from '../../scripts/replay/files.ts';
import { postAll } from '../../scripts/replay/post.ts';
import { untilCounted, untilThrough } from '../../scripts/replay/settle.ts';
import { createRandom } from '../../scripts/simulate/random.ts';
import { type Digests, digestsOf } from '../digests.ts';

export type ReplayOptions = {
  /** A database of its own. */
  databaseUrl: string;
  log?: string | undefined;
  /** Where the real tweets and reviews are. */
  folder: string;
  /** One in so many of them is replayed; without it, all. */
  oneIn?: number;
};

export type KillOptions = ReplayOptions & {
  /** What is known after a replay that nobody disturbed, over whichever log. */
  wanted: Digests;
  kills: number;
  /** Chooses the moments. */
  seed: number;
  say(line: string): void;
};

export type KillOutcome = { kills: number; ledger: LedgerAnswer; differences: string[] };

const longestLifeMs = 1500;
const longestCatchUpMs = 400_000;

/** What Hilo knows after a replay that nobody disturbs. */
export const replayInPeace = async ({ databaseUrl, log, folder, oneIn }: ReplayOptions): Promise<Digests> => {
  await using hilo = await startHilo({ databaseUrl, log });
  await postAll(someOf(readFolder(folder), oneIn), { client: hilo.client });
  await untilThrough(hilo.client);
  await untilCounted(hilo.client);
  return untilStill(databaseUrl);
};

async function* someOf<Item>(items: AsyncIterable<Item>, oneIn = 1): AsyncGenerator<Item> {
  let place = 0;
  for await (const item of items) if (place++ % oneIn === 0) yield item;
}

/** What is known when every service has caught up: two looks with a pause between them find the same. */
const untilStill = async (databaseUrl: string): Promise<Digests> => {
  for (let before = await digestsOf(databaseUrl); ; ) {
    await delay(2000);
    const after = await digestsOf(databaseUrl);
    if (JSON.stringify(after) === JSON.stringify(before)) return after.facts;
    before = after;
  }
};

/**
 * Replays real interactions while Hilo is killed with -9 at random moments and started again, then compares all that it
 * knows with what it knows after a replay that nobody disturbed. Rejects if something does not end.
 */
export const killDuringReplay = async (options: KillOptions): Promise<KillOutcome> => {
  await using hilo = await replayUnderKills(options);
  options.say(`killed ${options.kills} times; waiting until all is through`);
  const ledger = await untilThrough(hilo.client);
  return { kills: options.kills, ledger, differences: await untilAlike(options.databaseUrl, options.wanted) };
};

/** Gives no difference as soon as there is none, or what is still different when every service had time to catch up. */
const untilAlike = async (databaseUrl: string, wanted: Digests): Promise<string[]> => {
  for (const deadline = Date.now() + longestCatchUpMs; ; await delay(1000)) {
    const { facts } = await digestsOf(databaseUrl);
    const names = Object.keys(wanted).filter((name) => wanted[name] !== facts[name]);
    if (names.length === 0 || Date.now() > deadline) {
      return names.map((name) => `${name}: ${wanted[name]} without kills, ${facts[name]} with them`);
    }
  }
};

/**
 * Gives Hilo as it was started last. Everything is posted once; then the replay begins anew as often as it takes, and as far, so that every
 * kill meets traffic.
 */
const replayUnderKills = async (options: KillOptions): Promise<HiloProcess> => {
  const { databaseUrl, log, folder, oneIn, kills, seed, say } = options;
  const random = createRandom(seed);
  const start = (port?: string): Promise<HiloProcess> =>
    startHilo({ databaseUrl, log, port, environment: { HILO_KAFKA_INSTANCE_ID: 'killed' } });
  let hilo = await start();
  const { client, url } = hilo;
  const { port } = new URL(url);
  let killing = true;
  const kill = async (): Promise<void> => {
    for (let killed = 1; killed <= kills; killed += 1) {
      const life = Math.round(random.next() * longestLifeMs);
      await delay(life);
      await hilo.kill();
      say(`kill ${killed} of ${kills}, ${life} ms after it was ready`);
      hilo = await start(port);
    }
    killing = false;
  };
  const post = async (): Promise<void> => {
    const some = () => someOf(readFolder(folder), oneIn);
    await postAll(some(), { client, batchSize: 200 });
    while (killing) await postAll(whileKilling(some()), { client, batchSize: 200 });
  };
  async function* whileKilling<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    for await (const item of items) {
      if (!killing) return;
      yield item;
    }
  }
  await Promise.all([kill(), post()]);
  return hilo;
};
