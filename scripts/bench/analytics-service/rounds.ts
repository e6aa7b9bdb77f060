import type { DuckDBConnection } from '@duckdb/node-api';
import type { HiloProcess } from '../../api/hilo-process.ts';
import { showProgress } from '../../replay/progress.ts';
import { benchQuestions } from '../analytics-questions.ts';
import type { BenchRows } from '../analytics-rows.ts';
import { median, quantile } from '../figures.ts';
import type { Asker } from './ask.ts';
import { processorMs } from './processor.ts';
import type { AskedOverHttp } from './questions.ts';
import { requireSame } from './same-answers.ts';

/** A service that is asked, and the server of its database. */
export type AskedService = { asker: Asker; pid: number; server: number };

/** Milliseconds of processor that a question takes, of the service and its database together. */
export type Cost = { name: string; cpu: number; duck: number; ratio: number };

const times = 4;

const cpuOf = async (
  { asker, pid, server }: AskedService,
  question: Pick<AskedOverHttp, 'path' | 'body'>,
  count = times,
): Promise<number> => {
  const before = processorMs(pid, server);
  for (let n = 0; n < count; n++) await asker.json(question);
  return (processorMs(pid, server) - before) / count;
};

/** What asks for nothing. */
const floor = { path: '/livez' };
const floorTimes = 50;

/**
 * What questions cost where nothing comes in, in alternating rounds with DuckDB, which has to find the same in the same rows, and with a
 * route that does nothing.
 */
export const measureCosts = async (
  service: AskedService,
  {
    questions,
    rows,
    duck,
    rounds,
  }: { questions: readonly AskedOverHttp[]; rows: BenchRows; duck: DuckDBConnection; rounds: number },
): Promise<{ costs: Cost[]; floorMs: number }> => {
  const sqlOf = new Map(benchQuestions(rows).map(({ name, sql }) => [name, sql]));
  const spent = questions.map(() => ({ cpu: [] as number[], duck: [] as number[] }));
  const floors: number[] = [];
  const progress = showProgress('processor', rounds + 1);
  for (let round = 0; round <= rounds; round++) {
    const nothing = await cpuOf(service, floor, floorTimes);
    for (const [n, question] of questions.entries()) {
      const cpu = await cpuOf(service, question);
      const found = await askDuck(duck, sqlOf.get(question.like ?? ''));
      if (found !== undefined && round === 0)
        requireSame(question.name, await service.asker.json(question), found.rows);
      // The first warms all up.
      if (round === 0) continue;
      spent[n]?.cpu.push(cpu);
      if (found !== undefined) spent[n]?.duck.push(found.cpu);
    }
    if (round > 0) floors.push(nothing);
    progress.update(round + 1);
  }
  progress.done();
  const costs = questions.map(({ name }, n) => {
    const { cpu = [], duck: theirs = [] } = spent[n] ?? {};
    return {
      name,
      cpu: median(cpu),
      duck: median(theirs),
      ratio: median(theirs.map((one, at) => one / (cpu[at] ?? 1))),
    };
  });
  return { costs, floorMs: median(floors) };
};

const askDuck = async (
  duck: DuckDBConnection,
  sql: string | undefined,
): Promise<{ rows: number[][]; cpu: number } | undefined> => {
  if (sql === undefined) return undefined;
  const before = process.cpuUsage();
  const reader = await duck.runAndReadAll(sql);
  const { user, system } = process.cpuUsage(before);
  return { rows: reader.getRows().map((row) => row.map(Number)), cpu: (user + system) / 1000 };
};

/** What one waits for an answer, in milliseconds. */
export type Waited = { name: string; most: number; n: number; p50: number; p95: number };

/** What one waits for each answer, one question after the other, so many times. */
export const measureWaits = async (
  asker: Asker,
  questions: readonly AskedOverHttp[],
  asks: number,
): Promise<Waited[]> => {
  const waits = questions.map(() => [] as number[]);
  const progress = showProgress('waiting', asks);
  for (let n = 0; n < asks; n++) {
    for (const [at, question] of questions.entries()) {
      const { status, ms, body } = await asker.ask(question);
      if (status !== 200) throw new Error(`${question.name}: ${status} ${body.slice(0, 300)}`);
      waits[at]?.push(ms);
    }
    progress.update(n + 1);
  }
  progress.done();
  return questions.map(({ name, most }, at) => {
    const all = waits[at] ?? [];
    return { name, most, n: all.length, p50: quantile(all, 0.5), p95: quantile(all, 0.95) };
  });
};

/** What a question costs two services, in milliseconds of processor, and the ratio. */
export type CostOfBoth = { name: string; before: number; after: number; ratio: number };

/** How much more a question costs one service than another that has the same rows: medians of alternating rounds. */
export const compareServices = async (
  before: AskedService,
  after: AskedService,
  questions: readonly AskedOverHttp[],
  rounds: number,
): Promise<CostOfBoth[]> => {
  const spent = questions.map(() => ({ before: [] as number[], after: [] as number[] }));
  const progress = showProgress('comparing', rounds + 1);
  for (let round = 0; round <= rounds; round++) {
    for (const [n, question] of questions.entries()) {
      const [one, other] = [await cpuOf(before, question), await cpuOf(after, question)];
      if (round === 0) continue;
      spent[n]?.before.push(one);
      spent[n]?.after.push(other);
    }
    progress.update(round + 1);
  }
  progress.done();
  return questions.map(({ name }, n) => {
    const { before: one = [], after: other = [] } = spent[n] ?? {};
    return {
      name,
      before: median(one),
      after: median(other),
      ratio: median(other.map((ms, at) => ms / (one[at] ?? 1))),
    };
  });
};

/** How to ask a process. */
export const askedService = (asker: Asker, { pid }: Pick<HiloProcess, 'pid'>, server: number): AskedService => ({
  asker,
  pid,
  server,
});
