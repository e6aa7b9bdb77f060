import type { DayCounts } from '../domain/alerts/day-counts.ts';
import { judgeDay, lookBackDays, type SeriesChange } from '../domain/alerts/judge-day.ts';
import { newSeries, type SeriesState } from '../domain/alerts/series-state.ts';

/** The same numbers from 0 to 1 for the same seed: mulberry32 (Tommy Ettinger, public domain). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** How many answers a day has on average, and the shares of promoters and detractors; of a share there are no detractors. */
export type Law = { perDay: number; high: number; low: number };

/** A day of answers: as many as chance has it (Poisson), each by itself. */
export const randomDay = (random: () => number, day: number, { perDay, high, low }: Law): DayCounts => {
  const counts = { day, n: 0, sum: 0, squares: 0 };
  for (let left = random(); left > Math.exp(-perDay); left *= random()) {
    const answer = random();
    counts.n += 1;
    counts.sum += answer < high ? 1 : answer < high + low ? -1 : 0;
    counts.squares += answer < high + low ? 1 : 0;
  }
  return counts;
};

/** What happens on which day, of days of which the first nine weeks were there before anybody looked. */
export const judgeAll = (days: readonly DayCounts[], everyDays: number, isScored = true): [number, SeriesChange][] => {
  let state: SeriesState = newSeries;
  let ids = 0;
  const happened: [number, SeriesChange][] = [];
  for (const [at, today] of days.entries()) {
    if (at < firstJudged) continue;
    const newId = () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    };
    const judged = judgeDay(state, today, days.slice(Math.max(0, at - lookBackDays), at), {
      isScored,
      everyDays,
      newId,
    });
    state = judged.state;
    happened.push(...judged.happenings.map((one): [number, SeriesChange] => [at, one]));
  }
  return happened;
};

/** The first day that is judged. */
export const firstJudged = 63;
