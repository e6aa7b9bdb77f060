import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { keep } from './interactions.ts';
import { type Started, startAnalytics } from './started.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics();
});
afterAll(() => analytics.stop());

const ana = '00000000-0000-8000-8000-00000000000a';
beforeEach(async () => {
  await analytics.pool.query('TRUNCATE facts, claims, customers, subjects');
  await analytics.pool.query('INSERT INTO customers (id, version, deleted, no) VALUES ($1, 1, false, 7)', [ana]);
  await analytics.pool.query('INSERT INTO subjects (id, customer) VALUES ($1, 7)', [ana]);
});

const happened = (...all: [id: string, at: string][]) =>
  keep(analytics.pool, ...all.map(([id, occurredAt]) => ({ id, occurredAt, subject: ana })));
const Page = z.object({
  interactions: z.array(z.object({ id: z.string(), occurredAt: z.string() })),
  nextCursor: z.string().optional(),
});
const pages = async (limit: number): Promise<z.infer<typeof Page>['interactions'][]> => {
  const found = [];
  let cursor = '';
  do {
    const { text } = await analytics.get(`/v1/customers/${ana}/timeline?limit=${limit}${cursor}`);
    const { interactions, nextCursor } = Page.parse(JSON.parse(text));
    found.push(interactions);
    cursor = nextCursor === undefined ? '' : `&cursor=${nextCursor}`;
  } while (cursor !== '');
  return found;
};
const ids = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `i-${n}`);

it.each([
  ['a millisecond', (): string => '2026-03-01T10:00:00.000Z'],
  ['a millisecond, which an older version told apart', (n: number): string => `2026-03-01T10:00:00.000${n}00Z`],
  ['a millisecond, told apart the other way round', (n: number): string => `2026-03-01T10:00:00.000${9 - n}99Z`],
  ['milliseconds', (n: number): string => `2026-03-01T10:00:00.00${n}Z`],
])('loses none of nine interactions within %s, whatever the size of a page', async (_name, at) => {
  await happened(...ids.map((id): [string, string] => [id, at(Number(id.slice(2)))]));
  for (const limit of [1, 2, 3, 4, 8, 9, 50]) {
    const found = await pages(limit);
    expect(found.flat().map(({ id }) => id)).toEqual(ids);
    expect(Math.max(...found.map((page) => page.length))).toBeLessThanOrEqual(limit);
  }
});

it('shows the last microsecond of a day on that day', async () => {
  await happened(['i-1', '2026-03-01T23:59:59.999999Z']);
  expect((await pages(1)).flat()).toMatchObject([{ id: 'i-1', occurredAt: '2026-03-01T23:59:59.999Z' }]);
});
