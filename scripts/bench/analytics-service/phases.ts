import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { HiloProcess } from '../../api/hilo-process.ts';
import { benchSteps } from '../analytics-rows.ts';
import { cpuSeconds } from '../figures.ts';
import { type Asker, openAsker } from './ask.ts';
import { comeIn } from './come-in.ts';
import { type Lateness, watchMarks } from './freshness.ts';
import { stepNamed } from './history.ts';
import { mergeCustomers } from './merges.ts';
import { type ServiceBench, withCopy } from './open.ts';
import type { AskedOverHttp } from './questions.ts';
import { askedService, type CostOfBoth, compareServices } from './rounds.ts';
import { type RunningAnalytics, startAnalytics } from './running.ts';

const marksPerSecond = 10;

/** What comes in on the log of analytics from now on. */
export const startComing = ({ url, rows }: ServiceBench, perSecond: number, run: string) =>
  comeIn({
    logUrl: url,
    perSecond,
    subjects: rows.tier.length - 1,
    steps: Array.from({ length: benchSteps }, (_, step) => stepNamed(step + 1, rows)),
    marksPerSecond,
    run,
  });

/** How late what is said on the log is seen, while so much comes in. */
export const measureFreshness = async (
  bench: ServiceBench,
  asker: Asker,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Lateness> => {
  const run = 'bench-marks';
  const coming = startComing(bench, perSecond, run);
  let isOver = false;
  const watching = watchMarks(asker, { run, marks: coming.marks, isOver: () => isOver });
  const ending = delay(seconds * 1000).then(async () => {
    const came = await coming.stop();
    isOver = true;
    return came;
  });
  const [late] = await Promise.all([watching, ending]);
  return late;
};

/** When a service that was killed answers again: at all, a figure, and a journey, in milliseconds since it was started; and of how much processor. */
export type ReadyAgain = { listensMs: number; figureMs: number; journeyMs: number; cpuMs: number };

/** Kills a service while it has everything in memory, and starts it where it was. */
export const killAndStart = async (
  bench: ServiceBench,
  killed: HiloProcess,
  { figure, journey }: { figure: AskedOverHttp; journey: AskedOverHttp },
): Promise<{ again: HiloProcess; ready: ReadyAgain }> => {
  await killed.kill();
  const began = performance.now();
  await using asker = openAsker(killed.url);
  const since = (): number => performance.now() - began;
  const answered = Promise.all(
    [figure, journey].map(async (question) => {
      await asker.untilAnswered(question);
      return since();
    }),
  );
  const again = await bench.start('analytics', { port: new URL(killed.url).port });
  const listensMs = since();
  const [figureMs = Number.NaN, journeyMs = Number.NaN] = await answered;
  return { again, ready: { listensMs, figureMs, journeyMs, cpuMs: 1000 * cpuSeconds(again.pid) } };
};

export type Merged = { merges: number; perSecond: number; costs: CostOfBoth[] };

/** What questions cost two services of the same rows, one of which has heard of so many merges. Nobody may be connected to the database. */
export const measureMerges = (
  bench: ServiceBench,
  {
    questions,
    journey,
    merges,
    rounds,
  }: { questions: readonly AskedOverHttp[]; journey: AskedOverHttp; merges: number; rounds: number },
): Promise<Merged> =>
  withCopy(bench, async (url) => {
    await using before = await startAnalytics(bench, journey);
    await using after = await startAnalytics(bench, journey, { url });
    await using log = await openLog(url);
    const { ms } = await mergeCustomers(log, bench.rows, merges);
    const askedOf = ({ asker, service }: RunningAnalytics) => askedService(asker, service, bench.server);
    const costs = await compareServices(askedOf(before), askedOf(after), questions, rounds);
    return { merges, perSecond: (merges * 1000) / ms, costs };
  });

const readBy = [
  ['identity-resolution', topics.interactions.name],
  ['analytics', topics.resolved.name],
  ['analytics', topics.customers.name],
] as const;
const pollMs = 100;

/** Until what was posted is in the tables of analytics. */
export const untilAllRead = async ({ url }: ServiceBench): Promise<void> => {
  await using log = await openLog(url);
  for (let quiet = 0; quiet < 5; await delay(pollMs)) {
    const lags = await Promise.all(readBy.map(([group, topic]) => log.lag(group, topic)));
    quiet = lags.every((lag) => lag === 0) ? quiet + 1 : 0;
  }
};
