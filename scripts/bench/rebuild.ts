import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { consumerGroups, rebuildTopics, topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { apiKey, type HiloProcess, startHilo } from '../api/hilo-process.ts';
import { ShownRebuild } from '../rebuild/rebuild.ts';
import { showProgress } from '../replay/progress.ts';
import { type Cores, measureCores, showCores } from './cores.ts';
import { peakMemoryMb, quantile } from './figures.ts';
import { allocationOfImage } from './image.ts';
import { agrees, digestOf } from './rebuilt-tables.ts';
import { sendSteadily } from './steadily.ts';
import { createTraffic, keyOfTraffic } from './traffic.ts';

export type RebuildBenchOptions = { interactions: number; perSecond: number; rate: number };

type Bench = { url: string; pool: Pool; log: Log };

const appendAtOnce = 5000;
const mostAhead = 20_000;
const perRequest = 10;
const windowSeconds = 10;
const pollMs = 100;
const isOf = new Set(['analytics.customers', 'analytics.claims', 'analytics.facts', 'analytics.answers']);

/**
 * Prints how analytics is rebuilt from nothing while interactions come in, as ratios to what it does with the same messages where
 * nothing else runs, and to what posting takes where nothing is rebuilt.
 */
export const benchRebuild = async ({ interactions, perSecond, rate }: RebuildBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  await fill(bench, interactions);
  const before = await digestOf(bench.pool);
  await bench.pool.query(`TRUNCATE ${[...isOf].join(', ')}`);

  const hilo = await start(bench);
  await post(hilo, perSecond);
  const liveCores = await measureCores(bench.pool, hilo.pid);
  const quiet = await post(hilo, perSecond);
  quiet.push(...(await post(hilo, perSecond)));
  const live = liveCores();
  const memoryBefore = peakMemoryMb(hilo.pid);
  const rebuildingCores = await measureCores(bench.pool, hilo.pid);
  const { busy, ms, told } = await rebuildUnder(hilo, { perSecond, rate });
  const rebuilding = rebuildingCores();
  const memoryMore = peakMemoryMb(hilo.pid) - memoryBefore;
  await untilRead(bench, 'analytics');
  await hilo.stop();
  const isExact = JSON.stringify(await digestOf(bench.pool)) === JSON.stringify(before) && (await agrees(bench.pool));
  const alone = await takeAlone(bench);

  const figures: Figures = {
    interactions,
    told,
    perSecond: (told / ms) * 1000,
    alonePerSecond: alone.perSecond,
    minutesPerMillion: 1e6 / ((told / ms) * 1000) / 60,
    acceptMs: { p50: quantile(busy, 0.5), p99: quantile(busy, 0.99), quietP99: quantile(quiet, 0.99), n: busy.length },
    memoryMoreMb: memoryMore,
    cores: { live, rebuilding, alone: alone.cores },
    isExact,
  };
  show(figures);
  if (!isExact) throw new Error('what was rebuilt is not what was there');
};

type Figures = {
  interactions: number;
  told: number;
  perSecond: number;
  alonePerSecond: number;
  minutesPerMillion: number;
  acceptMs: { p50: number; p99: number; quietP99: number; n: number };
  memoryMoreMb: number;
  cores: { live: Cores; rebuilding: Cores; alone: Cores };
  isExact: boolean;
};

const show = (figures: Figures): void => {
  const { told, perSecond, alonePerSecond, acceptMs, memoryMoreMb, isExact } = figures;
  const { live, rebuilding, alone } = figures.cores;
  const spent = ({ hilo, postgres }: Cores): number => hilo + postgres;
  const micros = {
    alone: (spent(alone) / alonePerSecond) * 1e6,
    rebuilding: ((spent(rebuilding) - spent(live)) / perSecond) * 1e6,
  };
  const ratios = { alone: perSecond / alonePerSecond, acceptP99: acceptMs.p99 / acceptMs.quietP99 };
  console.log(`rebuild    ${perSecond.toFixed(0)} messages/s of ${told} while interactions come in`);
  console.log(
    `           ${ratios.alone.toFixed(2)} of what analytics takes alone, ${alonePerSecond.toFixed(0)}/s (at least 0.5)`,
  );
  console.log(`           the tables are ${isExact ? 'what' : 'NOT WHAT'} they were`);
  console.log(
    `accepting  p99 ${acceptMs.p99.toFixed(1)} ms, ${ratios.acceptP99.toFixed(2)} times what it is otherwise (at most 2)`,
  );
  console.log(`memory     ${memoryMoreMb.toFixed(0)} MB more (at most 64)`);
  console.log(`processors live traffic ${showCores(live)}`);
  console.log(`           and rebuilding ${showCores(rebuilding)}`);
  console.log(`           alone ${showCores(alone)}`);
  console.log(
    `           ${micros.alone.toFixed(0)} µs for a message alone, ${micros.rebuilding.toFixed(0)} to tell and take it beside live traffic`,
  );
  console.log(JSON.stringify({ name: 'rebuild', ratios, figures, micros }));
};

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const settings = {
    shared_buffers: `${Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20))}MB`,
    max_wal_size: '8GB',
  };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  opened.defer(() => postgres.stop());
  const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => pool.end());
  // It makes the roles and schemas, of which the log's is one.
  await (await startHilo({ databaseUrl: postgres.url })).stop();
  return { url: postgres.url, pool, log: opened.use(await openLog(postgres.url)) };
};

/** As the README tells operators to start it, with a heap that does not grow to several times what is in use. */
const nodeOptions = [
  '--single-threaded-gc',
  '--no-parallel-scavenge',
  '--max-semi-space-size=16',
  '--max-old-space-size=256',
];

const start = ({ url }: Bench, command = 'all'): Promise<HiloProcess> =>
  startHilo({ databaseUrl: url, command, nodeOptions, environment: allocationOfImage() });

/** So many interactions, in every service. */
const fill = async (bench: Bench, interactions: number): Promise<void> => {
  const hilo = await start(bench);
  const traffic = createTraffic(1);
  const progress = showProgress('storing facts', interactions);
  for (let sent = 0; sent < interactions; ) {
    const facts = Array.from({ length: Math.min(appendAtOnce, interactions - sent) }, () => traffic.next());
    await bench.log.append(
      topics.interactions.name,
      facts.map((fact) => ({
        key: keyOfTraffic(fact),
        value: JSON.stringify(fact),
        headers: { ce_id: fact.id, ce_source: fact.source },
      })),
    );
    sent += facts.length;
    progress.update(sent);
    while ((await lagOf(bench, 'identity-resolution')) > mostAhead) await delay(pollMs);
  }
  progress.done();
  for (const group of ['identity-resolution', 'analytics']) await untilRead(bench, group);
  await hilo.stop();
};

const lagOf = async ({ log }: Bench, group: string): Promise<number> => {
  const read = [...(consumerGroups[group] ?? []), ...rebuildTopics.filter((one) => one.group === group)];
  const lags = await Promise.all(read.map(({ name }) => log.lag(group, name)));
  return lags.reduce((sum, lag) => sum + lag, 0);
};

const untilRead = async (bench: Bench, group: string): Promise<void> => {
  while ((await lagOf(bench, group)) > 0) await delay(pollMs);
};

/** Posts for some seconds; gives how long each answer took, in milliseconds. */
const post = async ({ url, pid }: HiloProcess, perSecond: number): Promise<number[]> => {
  const load = { connections: 8, requestsPerSecond: perSecond / perRequest, seconds: windowSeconds };
  const { latencies } = await sendSteadily({
    ...load,
    url,
    pid,
    path: '/v1/interactions',
    key: apiKey,
    bodies: bodiesFor(perSecond),
  });
  return latencies;
};

let posted = 0;
const bodiesFor = (perSecond: number): string[] =>
  Array.from({ length: Math.ceil(((windowSeconds + 1) * perSecond) / perRequest) }, () =>
    JSON.stringify(
      Array.from({ length: perRequest }, () => {
        posted += 1;
        return {
          id: `live-${posted}`,
          occurredAt: new Date().toISOString(),
          channel: 'web',
          touchpoint: 'account',
          kind: 'viewed',
          identifiers: [{ kind: 'email', value: `somebody.${posted % 20_000}@load.example` }],
          properties: { page: posted },
        };
      }),
    ),
  );

/** Rebuilds analytics while interactions come in; gives how long that took, and what answers took meanwhile. */
const rebuildUnder = async (hilo: HiloProcess, { perSecond, rate }: { perSecond: number; rate: number }) => {
  const asked = await hilo.client.post('/v1/rebuilds', { service: 'analytics', perSecond: rate }, ShownRebuild);
  const startedAt = performance.now();
  const progress = showProgress('rebuilding', 100);
  const done = (async () => {
    for (;;) {
      const one = await hilo.client.get(`/v1/rebuilds/${asked.id}`, ShownRebuild);
      progress.update(one.total === 0 ? 0 : Math.min(100, Math.round((one.told / one.total) * 100)));
      if (one.state === 'done') return { told: one.told, ms: performance.now() - startedAt };
      await delay(pollMs);
    }
  })();
  const busy: number[] = [];
  let isOver = false;
  void done.finally(() => {
    isOver = true;
  });
  while (!isOver) busy.push(...(await post(hilo, perSecond)));
  progress.done();
  return { ...(await done), busy };
};

/** How many of the same messages analytics takes in a second, from nothing, where nothing else runs. */
const takeAlone = async (bench: Bench): Promise<{ perSecond: number; cores: Cores }> => {
  const own = rebuildTopics.filter(({ service }) => service === 'analytics');
  const ends = await Promise.all(own.map(({ name }) => bench.log.endOffsets(name)));
  const messages = ends.flat().reduce((sum, end) => sum + end, 0);
  await bench.pool.query(`TRUNCATE ${[...isOf].join(', ')}`);
  await bench.pool.query('UPDATE analytics.rebuilds SET active = true');
  await bench.pool.query(`DELETE FROM analytics.consumer_offsets WHERE topic LIKE '%.rebuild.%'`);
  await bench.pool.query(`UPDATE log.leases SET committed = 0 WHERE topic LIKE '%.rebuild.analytics'`);
  const lag = await lagOf(bench, 'analytics');
  const hilo = await start(bench, 'analytics');
  // From when it has begun: it starts, and takes its partitions, once.
  while ((await lagOf(bench, 'analytics')) === lag) await delay(5);
  const startedAt = performance.now();
  const measured = await measureCores(bench.pool, hilo.pid);
  await untilRead(bench, 'analytics');
  const perSecond = (messages / (performance.now() - startedAt)) * 1000;
  const cores = measured();
  await hilo.stop();
  return { perSecond, cores };
};
