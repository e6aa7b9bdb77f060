import { topics } from '@hilo/contracts';
import { lockForErasure, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase, removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { forgetOtherVersions, listByRisk, savePredictions } from '../store/predictions.ts';
import { type Started, startAnalytics } from './started.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics();
});
afterAll(() => analytics.stop());

const idOf = (n: number): string => `00000000-0000-8000-8000-00000000000${n}`;
const [ana, luis, marta] = [idOf(1), idOf(2), idOf(3)];
const [before, after] = ['2026-01-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'];

const record = (id: string, version: number, said: 'granted' | 'withdrawn' | undefined, ambiguous = false) => ({
  id,
  version,
  updatedAt: before,
  ambiguous,
  subjects: [id],
  identifiers: [],
  traits: {},
  consents: said ? [{ purpose: 'profiling', state: said, at: before, source: 'shop', interaction: 'i-1' }] : [],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const hear = (...told: { id: string; version: number; value: object | null }[]) =>
  transaction(analytics.pool, async (tx) => {
    const records = told.map(({ id, version, value }, offset) => ({
      offset,
      key: id,
      value: value && JSON.stringify(value),
      headers: { hilo_version: String(version) },
      appendedAt: 0,
    }));
    await handlers[topics.customers.name]?.(tx, { records });
  });
const hearOf = (...all: ReturnType<typeof record>[]) =>
  hear(...all.map((value) => ({ id: value.id, version: value.version, value })));

const states = async (): Promise<Record<string, string>> => {
  const { rows } = await analytics.pool.query('SELECT customer, state FROM profiling ORDER BY customer');
  return Object.fromEntries(rows.map(({ customer, state }) => [customer, state]));
};
const predicted = async (): Promise<string[]> => {
  const { rows } = await analytics.pool.query('SELECT customer FROM predictions ORDER BY customer');
  return rows.map(({ customer }) => customer);
};
const predict = (...customers: string[]) =>
  savePredictions(
    analytics.pool,
    'leaves',
    1,
    customers.map((customer) => ({ customer, probability: 0.5, reasons: [] })),
  );

it('keeps of each record whether it may be predicted, as the latest version says, and of who withdraws nothing predicted', async () => {
  await hearOf(record(ana, 1, undefined), record(luis, 1, 'granted'), record(marta, 1, 'granted', true));
  expect(await states()).toEqual({ [ana]: 'allowed', [luis]: 'allowed', [marta]: 'ambiguous' });
  await predict(ana, luis, marta, idOf(9));
  expect(await predicted()).toEqual([ana, luis]);
  await hearOf(record(luis, 3, 'withdrawn'));
  await hearOf(record(luis, 2, 'granted'));
  expect(await states()).toMatchObject({ [luis]: 'withdrawn' });
  expect(await predicted()).toEqual([ana]);
  await predict(ana, luis);
  expect(await predicted()).toEqual([ana]);
});

it('lists a version alone, the largest risk first, and forgets the others', async () => {
  const risk = (n: number, version: number, probability: number) =>
    savePredictions(analytics.pool, 'detractor', version, [{ customer: idOf(n), probability, reasons: [] }]);
  await hearOf(record(idOf(4), 1, undefined), record(idOf(5), 1, undefined));
  await risk(4, 1, 0.9);
  await risk(4, 2, 0.2);
  await risk(5, 2, 0.7);
  const listed = async (version: number) =>
    (await listByRisk(analytics.pool, { target: 'detractor', version })).map(({ probability }) => probability);
  expect(await listed(2)).toEqual([0.7, 0.2]);
  expect(await listed(1)).toEqual([0.9]);
  await forgetOtherVersions(analytics.pool, 'detractor', 2);
  expect([await listed(1), await listed(2)]).toEqual([[], [0.7, 0.2]]);
  for (const id of [idOf(4), idOf(5)]) await hear({ id, version: 2, value: null });
  expect(await listed(2)).toEqual([]);
});

it('keeps nothing of who was merged away', async () => {
  await hear({ id: luis, version: 4, value: null });
  expect(await states()).toEqual({ [ana]: 'allowed', [marta]: 'ambiguous' });
});

it('keeps nothing of who was erased, neither the word nor what was predicted', async () => {
  await hearOf(record(luis, 5, undefined));
  await predict(ana, luis);
  await transaction(analytics.pool, async (tx) => {
    await lockForErasure(tx);
    await erase(tx, { id: idOf(8), at: after, subjects: [luis], customers: [{ id: luis, version: 6 }] });
  });
  expect(await states()).toEqual({ [ana]: 'allowed', [marta]: 'ambiguous' });
  await predict(ana, luis);
  expect(await predicted()).toEqual([ana]);
});

it('keeps after a rebuild what was told in it alone', async () => {
  await analytics.pool.query('INSERT INTO rebuilds (generation, run, active) VALUES (7, gen_random_uuid(), true)');
  await hearOf(record(ana, 1, 'granted'));
  await transaction(analytics.pool, (tx) => removeUntold(tx, 7, async () => {}));
  expect(await states()).toEqual({ [ana]: 'allowed' });
});
