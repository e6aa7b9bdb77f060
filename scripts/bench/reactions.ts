import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics, topicsOf } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import {
  createLogger,
  migrate,
  nameHashes,
  openDatabase,
  openHealth,
  provisionSchemas,
  transaction,
} from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { publishFirstCaseRules } from '../../services/survey-trigger/cases/publish-rules.ts';
import { handlers } from '../../services/survey-trigger/pipeline.ts';
import { decideReactions } from '../../services/survey-trigger/reactions/decide-due.ts';
import { publishFirstReactionRules } from '../../services/survey-trigger/reactions/publish-rules.ts';
import { openCaseRules } from '../../services/survey-trigger/store/case-rules.ts';
import { dueReactions } from '../../services/survey-trigger/store/due-reactions.ts';
import { fixedProgrammes } from '../../services/survey-trigger/store/programmes.ts';
import { openReactionRules } from '../../services/survey-trigger/store/reaction-rules.ts';
import { openReactions } from '../../services/survey-trigger/worker/reactions.ts';
import { followThread } from '../../services/survey-trigger/worker/thread.ts';
import { measureCores } from './cores.ts';
import { median, quantile } from './figures.ts';
import {
  benchCaseRules,
  benchReactionRules,
  eventOf,
  gateOf,
  planCustomers,
  planWindows,
} from './reactions/made-up.ts';

export type ReactionsBenchOptions = {
  windows: number;
  slices: number;
  slice: number;
  perSecond: number;
  seconds: number;
};

type Bench = { pool: Pool; admin: Pool; log: Log };

const service = join(import.meta.dirname, '..', '..', 'services', 'survey-trigger');
const logger = createLogger({ level: 'error', name: 'bench' });
const hashes = nameHashes('bench');
const atOnce = 100;
const programmes = fixedProgrammes([]);

/**
 * Prints what an event costs where so many windows are open, until what it began is decided, with reactions and without them, in rounds that alternate; and how long after an event is
 * on the log what it sets off is told.
 */
export const benchReactions = async (options: ReactionsBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  await publishFirstCaseRules(bench.pool, benchCaseRules, Date.now());
  await publishFirstReactionRules(bench.pool, benchReactionRules, Date.now());
  await planCustomers(bench.pool, Math.max(options.slice, options.perSecond * options.seconds));
  await planWindows(bench.pool, options.windows);
  await bench.pool.query('VACUUM ANALYZE');
  const cost = await measureCost(bench, options);
  console.log(
    `${options.windows} windows open: ${cost.withMs.toFixed(3)} ms of CPU an event with reactions, ${cost.withoutMs.toFixed(3)} ms without (medians of ${options.slices}); ${cost.perSecond} events a second`,
  );
  const lateMs = await measureLateness(bench, options);
  const late = { p50: quantile(lateMs, 0.5), p99: quantile(lateMs, 0.99), max: Math.max(...lateMs) };
  console.log(
    `${options.perSecond} events a second: from event to action ${late.p50} ms (median), ${late.p99} ms (p99), ${late.max} ms at most; ${lateMs.length} reacted to`,
  );
  console.log(JSON.stringify({ name: 'reactions', ...options, cpuMs: cost, eventToActionMs: late }));
};

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  opened.defer(() => postgres.stop());
  const urls = await provisionSchemas({ adminUrl: postgres.url, secret: 'a secret of the bench' }, ['survey']);
  const pool = openDatabase({
    connectionString: urls.survey ?? '',
    schema: 'survey',
    logger: console,
    maxConnections: 10,
  });
  opened.defer(() => pool.end());
  await migrate(pool, join(service, 'migrations'));
  const admin = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => admin.end());
  const log = await openLog(postgres.url);
  opened.defer(() => log.close());
  await log.ensureTopics(topicsOf('survey-trigger'));
  return { pool, admin, log };
};

type Cost = { withMs: number; withoutMs: number; perSecond: number };

/** The same events are heard of by rules of reactions, and decided where they are due, and without any. */
const measureCost = async (bench: Bench, { slices, slice }: ReactionsBenchOptions): Promise<Cost> => {
  const costs: Record<'with' | 'without', number[]> = { with: [], without: [] };
  const seconds: number[] = [];
  for (let turn = 0; turn <= slices; turn += 1) {
    for (const kind of ['with', 'without'] as const) {
      const cores = await measureCores(bench.admin, process.pid);
      const began = performance.now();
      await hearSlice(bench, { turn, kind, slice });
      const took = (performance.now() - began) / 1000;
      const { hilo, postgres } = cores();
      // The first round warms up.
      if (turn > 0) costs[kind].push(((hilo + postgres) * took * 1000) / slice);
      if (turn > 0 && kind === 'with') seconds.push(took);
    }
  }
  return {
    withMs: median(costs.with),
    withoutMs: median(costs.without),
    perSecond: Math.round(slice / median(seconds)),
  };
};

type Slice = { turn: number; kind: 'with' | 'without'; slice: number };

const hearSlice = async ({ pool }: Bench, { turn, kind, slice }: Slice): Promise<void> => {
  const [cases, rules] = [openCaseRules(), openReactionRules()];
  const hearing = { caseRules: cases, now: Date.now, ...(kind === 'with' && { reactionRules: rules }) };
  const hear = handlers(programmes, hashes, hearing)[topics.resolved.name];
  for (let from = 0; from < slice; from += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, slice - from) }, (_, n) => ({
      ...{ offset: n, key: '', headers: {}, appendedAt: Date.now() },
      value: JSON.stringify(eventOf(`${kind}-${turn}-${from + n}`, from + n, Date.now())),
    }));
    await transaction(pool, (tx) => hear?.(tx, { records, isRebuild: false }) ?? Promise.resolve({}));
  }
  if (kind === 'without') return;
  for (let isFull = true; isFull; ) {
    isFull = await transaction(pool, async (tx) => {
      // An hour later: what was waited for is over, and of the windows that were open before none is due yet.
      const now = Date.now() + 62 * 60_000;
      const taken = await dueReactions.take(tx, { now, limit: 500 });
      await decideReactions(tx, { caseRules: cases, programmes, reactionRules: rules }, taken.items, now);
      return taken.isFull;
    });
  }
};

/** From when an event is put on the log to when the case that it opens is told there. */
const measureLateness = async (bench: Bench, { perSecond, seconds }: ReactionsBenchOptions): Promise<number[]> => {
  const [putAt, toldAt] = [new Map<string, number>(), new Map<string, number>()];
  const log: Log = {
    ...bench.log,
    append: async (topic, records) => {
      await bench.log.append(topic, records);
      if (topic !== topics.cases.name) return;
      for (const { value } of records) toldAt.set(JSON.parse(value ?? '{}').interaction?.id ?? '', Date.now());
    },
  };
  const resources = { pool: bench.pool, log, logger, health: openHealth(Date.now), now: Date.now };
  const by = { caseRules: openCaseRules(), programmes, reactionRules: openReactionRules() };
  const following = await followThread(resources, handlers(programmes, hashes, { ...by, now: Date.now }));
  const reacting = openReactions(resources, by);
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n += perSecond / 20) {
    await delay(Math.max(0, began + (n / perSecond) * 1000 - performance.now()));
    const events = Array.from({ length: perSecond / 20 }, (_, m) => gateOf(`gate-${n + m}`, n + m, Date.now()));
    await bench.log.append(
      topics.resolved.name,
      events.map((one) => ({ key: one.customer, value: JSON.stringify(one), headers: {} })),
    );
    for (const { interaction } of events) putAt.set(interaction.id, Date.now());
  }
  await delay(6000);
  await reacting.close();
  await following.close();
  return [...putAt].map(([id, at]) => (toldAt.get(id) ?? Number.POSITIVE_INFINITY) - at);
};
