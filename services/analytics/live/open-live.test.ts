import { createLogger, openHealth } from '@hilo/runtime';
import { expect, it } from 'vitest';
import { type LiveListener, openLive } from './open-live.ts';

const parts = {
  logger: createLogger({ level: 'silent', name: 'test' }),
  health: openHealth(Date.now),
  now: Date.now,
};
const nothingToday = { read: async () => {}, figures: () => ({ day: '2026-01-01', timeZone: 'UTC', figures: [] }) };

const listener = (sees: boolean): LiveListener & { told: unknown[] } => {
  const told: unknown[] = [];
  return {
    told,
    seesPeople: () => sees,
    catchUp: (events) => told.push(...events.map(({ data }) => JSON.parse(data))),
    tell: ({ data }) => told.push(JSON.parse(data)),
    comment: () => {},
    end: () => {},
  };
};

it('tells of people only who may see them, as it happens and to who comes back (case 73)', async () => {
  const live = openLive(parts, nothingToday);
  const [manager, analyst, later] = [listener(true), listener(false), listener(false)];
  live.listen(undefined, manager);
  live.listen(undefined, analyst);
  live.tell('alert', 'NPS by touchpoint');
  live.tell('alert', 'NPS of Ana', { isPersonal: true });
  live.tell('alert', 'CSAT by channel');
  expect(manager.told).toEqual(['NPS by touchpoint', 'NPS of Ana', 'CSAT by channel']);
  expect(analyst.told).toEqual(['NPS by touchpoint', 'CSAT by channel']);
  live.listen('another-1', later);
  expect(later.told).toEqual([{}]);
  await live.close();
});
