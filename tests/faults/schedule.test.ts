import { expect, it } from 'vitest';
import { scheduleOf, serviceNames } from './schedule.ts';

const severity = { events: 1_000_000, kills: 50, moves: 20 };

it('is the same for the same seed, and another for another', () => {
  expect(scheduleOf(7, severity)).toEqual(scheduleOf(7, severity));
  expect(scheduleOf(7, severity)).not.toEqual(scheduleOf(8, severity));
});

it('has every blow, in order, while interactions are posted, and each service is to be killed', () => {
  const blows = scheduleOf(7, severity);
  const kills = blows.flatMap((blow) => ('kill' in blow ? [blow] : []));
  expect([kills.length, blows.length]).toEqual([50, 70]);
  expect(blows.map(({ accepted }) => accepted)).toEqual(blows.map(({ accepted }) => accepted).sort((a, b) => a - b));
  expect(blows.every(({ accepted }) => accepted > 0 && accepted < severity.events)).toBe(true);
  expect(new Set(kills.map(({ kill }) => kill[0]))).toEqual(new Set(serviceNames));
});
