import { loadavg } from 'node:os';
import { quantile } from '../figures.ts';
import type { CameIn } from './come-in.ts';
import type { Lateness } from './freshness.ts';
import type { Merged, ReadyAgain } from './phases.ts';
import type { Rebuilt } from './rebuilding.ts';
import type { Cost, Waited } from './rounds.ts';

const ms = (value: number, digits = 1): string => (Number.isNaN(value) ? '-' : value.toFixed(digits));
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;
const against = (value: number, most: number): string => (value > most ? 'OVER' : 'ok');

export const showCosts = (costs: readonly Cost[], floorMs: number): void => {
  console.log(
    `processor of the service and its database for a question, nothing comes in (${load()}); one that does nothing takes ${ms(floorMs, 2)} ms`,
  );
  for (const { name, cpu, duck, ratio } of costs) {
    const beside = Number.isNaN(ratio) ? '' : `   DuckDB ${ms(duck).padStart(8)}, ${ratio.toFixed(2)} of it`;
    console.log(
      `  ${name.padEnd(40)} ${ms(cpu).padStart(8)} ms, ${(cpu / floorMs).toFixed(0).padStart(5)} × nothing${beside}`,
    );
  }
};

export const showWaits = (waits: readonly Waited[], { perSecond, longestMs }: CameIn): void => {
  console.log(
    `milliseconds over HTTP while ${perSecond.toFixed(0)} a second come in (an append took ${longestMs.toFixed(0)} ms at the most; ${load()})`,
  );
  console.log(`  ${''.padEnd(40)} ${'n'.padStart(5)} ${'p50'.padStart(8)} ${'p95'.padStart(8)}`);
  for (const { name, n, p50, p95, most } of waits)
    console.log(
      `  ${name.padEnd(40)} ${String(n).padStart(5)} ${ms(p50).padStart(8)} ${ms(p95).padStart(8)}  of ${most} ${against(p95, most)}`,
    );
};

export const showLateness = (since: string, { figure, journey }: Lateness, most: number): void => {
  for (const [what, late] of Object.entries({ figure, journey }).filter(([, all]) => all.length > 0)) {
    const [p50, p99, longest] = [quantile(late, 0.5), quantile(late, 0.99), Math.max(...late)];
    console.log(
      `in a ${what} ${since}: p50 ${ms(p50, 0)} ms, p99 ${ms(p99, 0)} of ${most} ${against(p99, most)}, ${ms(longest, 0)} at the most, of ${late.length} (${load()})`,
    );
  }
};

/** Megabytes of a service that was started again, and asked everything. */
export const showMemory = ({ nowMb, peakMb }: { nowMb: number; peakMb: number }): void =>
  console.log(
    `memory of the service, when it has been asked everything: ${ms(nowMb, 0)} MB, ${ms(peakMb, 0)} at the most, of 500 ${against(peakMb, 500)}`,
  );

export const showReady = ({ listensMs, figureMs, journeyMs, cpuMs }: ReadyAgain): void =>
  console.log(
    `killed and started again: it listens after ${ms(listensMs, 0)} ms, a figure is answered after ${ms(figureMs, 0)}, a journey after ${ms(journeyMs, 0)} of 3000 ${against(Math.max(figureMs, journeyMs), 3000)}, of ${ms(cpuMs, 0)} ms of processor (${load()})`,
  );

export const showMerges = ({ merges, perSecond, costs }: Merged): void => {
  console.log(
    `${merges} merges, heard at ${perSecond.toFixed(0)} a second; processor of a question before and after (${load()})`,
  );
  for (const { name, before, after, ratio } of costs)
    console.log(
      `  ${name.padEnd(40)} ${ms(before).padStart(8)} ${ms(after).padStart(8)} ms  ${ratio.toFixed(2)} of 1.1 ${against(ratio, 1.1)}`,
    );
};

export const showRebuilt = ({ ms: took, removed, seen }: Rebuilt): void => {
  console.log(`rebuilt in ${(took / 1000).toFixed(1)} s, ${removed} facts went; answers meanwhile and after it:`);
  for (const { name, old, new: now, told, mixed, newAfterMs } of seen)
    console.log(
      `  ${name.padEnd(40)} ${old} of the old whole, ${now} of the new, ${told} of neither that say so, ${mixed} of neither that do not (0 asked); new ${ms(newAfterMs, 0)} ms after its end`,
    );
};
