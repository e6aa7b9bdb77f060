import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { apiKey, startHilo } from '../../api/hilo-process.ts';
import { createRandom } from '../../simulate/random.ts';
import { type Cores, measureCores } from '../cores.ts';
import { median, quantile } from '../figures.ts';
import { sendSteadily } from '../steadily.ts';
import type { GovernorBench } from './decisions.ts';
import { hotOf, phoneOf } from './fill.ts';

export type Checks = { perSecond: number; seconds: number; rounds: number };

type Target = { url: string; path: string; pid: number };
type Measured = { p50: number; p99: number; cpuMicroseconds: number };

const connections = 16;
const Answer = z.object({ allowed: z.boolean(), reasons: z.array(z.object({ reason: z.string() })) });

/**
 * Checks whether somebody may be contacted, over HTTP, at a steady rate: half of them reserve, half are about one of the hot. By turns with the bare
 * statement behind a bare Fastify.
 */
export const measureChecks = async (bench: GovernorBench, secret: string, { perSecond, seconds, rounds }: Checks) => {
  await using opened = new AsyncDisposableStack();
  const environment = { HILO_ID_SECRET: secret };
  const hilo = opened.use(await startHilo({ databaseUrl: bench.adminUrl, command: 'survey-trigger', environment }));
  const floor = await startFloor(opened, bench.url);
  const ends = await lookAtSome(hilo.url, bench);
  const targets = { check: { url: hilo.url, path: '/v1/contact-permissions/check', pid: hilo.pid }, floor };
  const measured: Record<keyof typeof targets, Measured[]> = { check: [], floor: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const inTurn = round % 2 === 0 ? (['floor', 'check'] as const) : (['check', 'floor'] as const);
    for (const name of inTurn) {
      const bodies = bodiesOf(bench, { round, count: perSecond * (seconds + 1), isFloor: name === 'floor' });
      measured[name].push(await measureOne(bench, targets[name], { bodies, perSecond, seconds }));
    }
  }
  // The first round warms up.
  const [check, bare] = [middleOf(measured.check.slice(1)), middleOf(measured.floor.slice(1))];
  return {
    perSecond,
    check,
    bare,
    ends,
    ratios: { p99: ratio(check.p99, bare.p99), cpu: ratio(check.cpuMicroseconds, bare.cpuMicroseconds) },
  };
};

const ratio = (one: number, other: number): number => Number((one / other).toPrecision(3));

const middleOf = (all: readonly Measured[]): Measured => {
  const of = (pick: (one: Measured) => number): number => Number(median(all.map(pick)).toPrecision(3));
  return { p50: of(({ p50 }) => p50), p99: of(({ p99 }) => p99), cpuMicroseconds: of((one) => one.cpuMicroseconds) };
};

const startFloor = async (opened: AsyncDisposableStack, databaseUrl: string): Promise<Target> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-statement-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  opened.defer(() => void child.kill());
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the bare server did not start')));
  const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  ended.catch(() => {});
  return { url: String(url), path: '/', pid: child.pid ?? 0 };
};

type Bodies = { round: number; count: number; isFloor: boolean };

/** Every second one about one of the hot, every second one of both reserves. */
const bodiesOf = ({ size: { customers } }: GovernorBench, { round, count, isFloor }: Bodies): string[] => {
  const random = createRandom(1 + round);
  const hot = hotOf(customers);
  return Array.from({ length: count }, (_, at) => {
    const n = 1 + (at % 2 === 0 ? random.below(hot) : hot + random.below(customers - hot));
    return JSON.stringify(isFloor ? { n } : { ...asked(n), reserve: at % 4 < 2 });
  });
};

const asked = (n: number) => ({
  contactPoint: phoneOf(n),
  channel: 'call_centre',
  purpose: 'feedback',
  class: 'commercial',
});

/** What is answered to some, so that it is known what is measured; fails where nobody is known. */
const lookAtSome = async (url: string, { size }: GovernorBench): Promise<Record<string, number>> => {
  const ends: Record<string, number> = {};
  for (let n = 0; n < 100; n += 1) {
    const body = JSON.stringify(asked(n % 2 === 0 ? 1 + (n % hotOf(size.customers)) : size.customers - n));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
    const answer = await fetch(`${url}/v1/contact-permissions/check`, { method: 'POST', headers, body });
    const { allowed, reasons } = Answer.parse(await answer.json());
    const end = allowed ? 'allowed' : (reasons[0]?.reason ?? '');
    ends[end] = (ends[end] ?? 0) + 1;
  }
  if (ends.allowed === undefined) throw new Error(`nobody may be contacted: ${JSON.stringify(ends)}`);
  return ends;
};

const measureOne = async (
  { admin }: GovernorBench,
  { url, path, pid }: Target,
  { bodies, perSecond, seconds }: { bodies: string[]; perSecond: number; seconds: number },
): Promise<Measured> => {
  const cores = await measureCores(admin, pid);
  const began = performance.now();
  const load = { url, path, pid, key: apiKey, bodies, connections, requestsPerSecond: perSecond, seconds };
  const { latencies } = await sendSteadily(load);
  const { hilo, postgres }: Cores = cores();
  const cpuSeconds = ((hilo + postgres) * (performance.now() - began)) / 1000;
  const tenths = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    p50: tenths(quantile(latencies, 0.5)),
    p99: tenths(quantile(latencies, 0.99)),
    cpuMicroseconds: Math.round((cpuSeconds / latencies.length) * 1e6),
  };
};
