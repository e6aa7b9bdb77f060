import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContactPolicy } from '@hilo/contracts';
import { migrate, nameHashes, openDatabase, provisionSchemas } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { loadContactPolicy } from '@hilo/survey-trigger/config';
import { makeDataFolder, policyAtAnyHour } from '@hilo/testing';
import { publishFirst } from '../../../services/survey-trigger/policies/publish-policy.ts';
import { median } from '../figures.ts';
import { measureChecks } from './checks.ts';
import {
  type CpuTaken,
  createBareTable,
  type GovernorBench,
  measureBareOnes,
  measureBareTogether,
  measureDecisions,
} from './decisions.ts';
import { fillTables, type LedgerSize } from './fill.ts';
import { measurePureDecisions } from './pure.ts';

export type GovernorBenchOptions = LedgerSize & {
  slices: number;
  slice: number;
  checksPerSecond: number;
  seconds: number;
  full?: boolean;
};

const fullSize: LedgerSize = { customers: 500_000, rows: 5_000_000 };
const secret = 'a secret of the bench';
const checkRounds = 4;
const service = join(import.meta.dirname, '..', '..', '..', 'services', 'survey-trigger');

/**
 * Prints what a decision costs: by itself, and through the database over so many customers and contacts, against a bare SELECT FOR UPDATE by
 * the index and an insert, in alternating rounds.
 */
export const benchGovernor = async (options: GovernorBenchOptions): Promise<void> => {
  const { slices, slice, full, customers, rows: contacts, checksPerSecond, seconds } = options;
  const microseconds = measurePureDecisions();
  for (const [whom, each] of Object.entries(microseconds))
    console.log(`decide, ${whom}: ${each} µs of CPU (at most 300)`);
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened, full === true ? fullSize : { customers, rows: contacts });
  const rounds: Round[] = [];
  for (let round = 0; round <= slices; round += 1) rounds.push(await measureRound(bench, round, slice));
  // The first warms up.
  const counted = rounds.slice(1);
  const figures = figuresOf(counted);
  show(figures);
  const checks = await measureChecks(bench, secret, { perSecond: checksPerSecond, seconds, rounds: checkRounds });
  showChecks(checks);
  const { ratios, ...decisions } = figures;
  const { ratios: ofChecks, ...checked } = checks;
  console.log(
    JSON.stringify({
      name: 'governor',
      ...bench.size,
      ratios: { ...ratios, p99OfCheckToBare: ofChecks.p99, cpuOfCheckToBare: ofChecks.cpu },
      decideMicroseconds: microseconds,
      ...decisions,
      checks: checked,
    }),
  );
};

const open = async (opened: AsyncDisposableStack, size: LedgerSize): Promise<GovernorBench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '1GB', max_wal_size: '2GB' } });
  opened.defer(() => postgres.stop());
  const urls = await provisionSchemas({ adminUrl: postgres.url, secret }, ['survey']);
  const pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: console });
  opened.defer(() => pool.end());
  await migrate(pool, join(service, 'migrations'));
  const admin = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => admin.end());
  await publishFirst(pool, capped, Date.now());
  const hashes = nameHashes(secret);
  const began = Date.now();
  await fillTables(pool, hashes, size);
  console.log(
    `${size.customers} customers and ${size.rows} contacts, filled in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  await createBareTable(pool);
  return { pool, admin, url: urls.survey ?? '', adminUrl: postgres.url, hashes, size };
};

/** Anybody at any hour, no more than six contacts in a week: what decides is the ledger. */
const capped = ContactPolicy.parse({
  ...loadContactPolicy(policyAtAnyHour),
  rules: loadContactPolicy(policyAtAnyHour).rules.map((rule) => ({ ...rule, caps: [{ max: 6, windowHours: 168 }] })),
});

type Round = { decisions: CpuTaken & { ends: Record<string, number> }; ones: CpuTaken; together: CpuTaken };

/** The floors before and after in turn, so that whatever else the machine does falls on each. */
const measureRound = async (bench: GovernorBench, round: number, slice: number): Promise<Round> => {
  const floors = async () => ({
    ones: await measureBareOnes(bench, slice),
    together: await measureBareTogether(bench, slice * manyTimes),
  });
  if (round % 2 === 0) return { ...(await floors()), decisions: await measureDecisions(bench, round, slice) };
  const decisions = await measureDecisions(bench, round, slice);
  return { decisions, ...(await floors()) };
};

/** So little is taken by one of many at once that clocks do not show it. */
const manyTimes = 10;

const cpuMicroseconds = ({ cpuSeconds, count }: CpuTaken): number => (cpuSeconds / count) * 1e6;
const perSecond = ({ count, seconds }: CpuTaken): number => count / seconds;

const figuresOf = (rounds: readonly Round[]) => {
  const middle = (pick: (round: Round) => number): number => Number(median(rounds.map(pick)).toPrecision(3));
  const of = (pick: (round: Round) => CpuTaken) => ({
    perSecond: middle((round) => perSecond(pick(round))),
    cpuMicroseconds: middle((round) => cpuMicroseconds(pick(round))),
  });
  return {
    decisions: of(({ decisions }) => decisions),
    bareOneByOne: of(({ ones }) => ones),
    bareTogether: of(({ together }) => together),
    ends: rounds.at(-1)?.decisions.ends,
    ratios: {
      cpuOfDecisionToBareOne: middle(({ decisions, ones }) => cpuMicroseconds(decisions) / cpuMicroseconds(ones)),
      cpuOfDecisionToBareTogether: middle(
        ({ decisions, together }) => cpuMicroseconds(decisions) / cpuMicroseconds(together),
      ),
    },
  };
};

const show = ({ decisions, bareOneByOne, bareTogether, ratios, ends }: ReturnType<typeof figuresOf>): void => {
  const line = (what: string, one: typeof decisions): void =>
    console.log(`${what}: ${one.perSecond} a second, ${one.cpuMicroseconds} µs of CPU each, with Postgres`);
  line('decisions', decisions);
  console.log(`  of the last round: ${JSON.stringify(ends)}`);
  line('a bare SELECT FOR UPDATE and insert', bareOneByOne);
  line('the same, 500 at once', bareTogether);
  console.log(`a decision takes ${ratios.cpuOfDecisionToBareOne} times the CPU of the bare statement`);
};

const showChecks = ({
  check,
  bare,
  ratios,
  perSecond: rate,
  ends,
}: Awaited<ReturnType<typeof measureChecks>>): void => {
  const line = (what: string, { p50, p99, cpuMicroseconds: cpu }: typeof check): void =>
    console.log(`${what}, ${rate} a second: ${p50} ms (median), ${p99} ms (p99); ${cpu} µs of CPU each, with Postgres`);
  line('checks over HTTP, half of them with reserve', check);
  console.log(`  of a hundred: ${JSON.stringify(ends)}`);
  line('a bare statement behind a bare Fastify', bare);
  console.log(
    `p99 of a check is ${ratios.p99} times that of the bare statement (at most 3), its CPU ${ratios.cpu} times`,
  );
};
