import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { makeDataFolder } from '@hilo/testing';
import type { Columns } from '../../services/analytics/columns/columns.ts';
import { type BenchQuestion, benchQuestions } from './analytics-questions.ts';
import { type BenchRows, columnsOfRows, makeBenchRows } from './analytics-rows.ts';
import { median, quantile } from './figures.ts';

export type AnalyticsBenchOptions = { rows: number; full?: boolean; rounds: number };

/**
 * Prints what the eleven questions cost over the columns, as ratios to DuckDB over the same rows: processor time on one thread each, in
 * alternating rounds. Both have to give the same answers.
 */
export const benchAnalytics = async ({ rows: asked, full, rounds }: AnalyticsBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const rows = makeBenchRows(full ? 5_000_000 : asked);
  const columns = columnsOfRows(rows);
  const duck = await openDuck(rows, opened);
  const costs: { name: string; ours: number[]; wall: number[]; duck: number[] }[] = [];
  for (const question of benchQuestions(rows)) costs.push(await measure(question, columns, duck, rounds));
  console.log(
    `${rows.n} interactions, ${rows.tier.length - 1} customers; ms of one processor, the median of ${rounds} rounds; p95 of wall`,
  );
  const ratios = costs.map(({ name, ours, wall, duck: theirs }) => {
    const ratio = median(theirs) / median(ours);
    console.log(
      `${name.padEnd(36)} columns ${median(ours).toFixed(1).padStart(8)} (wall p95 ${quantile(wall, 0.95).toFixed(1).padStart(7)})   DuckDB ${median(theirs).toFixed(1).padStart(8)}   ratio ${ratio.toFixed(1)}`,
    );
    return ratio;
  });
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(
    `geometric mean of the ratios to DuckDB: ${mean.toFixed(1)} (at least 2, aim 5); ClickHouse: not measured here`,
  );
  console.log(
    `memory of this process: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, of which the columns ${(bytesOf(columns) / 1e6).toFixed(0)} MB`,
  );
};

const measure = async (
  { name, ours, sql }: BenchQuestion,
  columns: Columns,
  duck: DuckDBConnection,
  rounds: number,
): Promise<{ name: string; ours: number[]; wall: number[]; duck: number[] }> => {
  const costs: { name: string; ours: number[]; wall: number[]; duck: number[] } = {
    name,
    ours: [],
    wall: [],
    duck: [],
  };
  for (let round = 0; round <= rounds; round++) {
    const [cpu, wall] = [process.threadCpuUsage(), performance.now()];
    const found = ours(columns);
    const waited = performance.now() - wall;
    // The clock of a thread is coarse for what takes a millisecond.
    for (let again = 1; again < times; again++) ours(columns);
    const own = inMs(process.threadCpuUsage(cpu)) / times;
    const before = process.cpuUsage();
    const reader = await duck.runAndReadAll(sql);
    const theirs = inMs(process.cpuUsage(before));
    const expected = reader.getRows().map((row) => row.map(Number));
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(
        `${name}: ${JSON.stringify(found).slice(0, 300)}, and by SQL ${JSON.stringify(expected).slice(0, 300)}`,
      );
    // The first warms both up.
    if (round === 0) continue;
    costs.ours.push(own);
    costs.wall.push(waited);
    costs.duck.push(theirs);
  }
  return costs;
};

/** How often it is asked in a round. */
const times = 8;

const inMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** DuckDB with the rows in its own tables, in order of time, on one thread. */
export const openDuck = async (rows: BenchRows, opened: AsyncDisposableStack): Promise<DuckDBConnection> => {
  const folder = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const instance = await DuckDBInstance.create(join(folder, 'duck.db'), { threads: '1' });
  const connection = await instance.connect();
  opened.defer(() => connection.closeSync());
  await writeCsv(join(folder, 'events.csv'), rows.n, (n) => [
    n,
    rows.at[n],
    rows.subject[n],
    rows.step[n],
    rows.touchpointOf[rows.step[n] ?? 0],
    rows.score[n],
  ]);
  await writeCsv(join(folder, 'claims.csv'), rows.claim.length - 1, (n) => [n + 1, rows.claim[n + 1]]);
  await writeCsv(join(folder, 'traits.csv'), rows.tier.length - 1, (n) => [n + 1, rows.tier[n + 1]]);
  await connection.run(`
    CREATE TABLE events AS SELECT column0::INTEGER AS place, column1::BIGINT ts, column2::INTEGER subject, column3::USMALLINT step,
                                  column4::UTINYINT touchpoint, column5::TINYINT score
                             FROM read_csv('${folder}/events.csv', header = false) ORDER BY ts, place;
    CREATE TABLE claims AS SELECT column0::INTEGER subject, column1::INTEGER customer FROM read_csv('${folder}/claims.csv', header = false) ORDER BY 1;
    CREATE TABLE traits AS SELECT column0::INTEGER customer, column1::UTINYINT tier FROM read_csv('${folder}/traits.csv', header = false) ORDER BY 1;
    CHECKPOINT`);
  return connection;
};

const writeCsv = async (
  path: string,
  n: number,
  row: (n: number) => readonly (number | undefined)[],
): Promise<void> => {
  function* lines() {
    for (let first = 0; first < n; first += 10_000)
      yield Array.from({ length: Math.min(10_000, n - first) }, (_, at) => `${row(first + at).join(',')}\n`).join('');
  }
  await pipeline(lines, createWriteStream(path));
};

const bytesOf = ({ days, claim }: Columns): number =>
  [...days.values()].reduce(
    (sum, { rows: { at, high, low, subject, step, score } }) =>
      sum + [at, high, low, subject, step, score].reduce((all, { byteLength }) => all + byteLength, 0),
    claim.byteLength,
  );
