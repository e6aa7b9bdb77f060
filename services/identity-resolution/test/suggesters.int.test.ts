import { calm, madeUpPeople } from '@hilo/linkage/made-up';
import { expect, it } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { openSuggester } from '../suggestions/keep-up.ts';
import { consume, openIdentity, type TestIdentity } from './database.ts';
import type { Posted } from './histories.ts';

const { records } = madeUpPeople({ ...calm, entities: 120 });
const posted = records.map(
  ({ fields: { email, phone, ...traits } }, at): Posted => ({
    id: `i${at}`,
    occurredAt: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString(),
    channel: 'web',
    touchpoint: 'shop',
    kind: 'registered',
    identifiers: [{ kind: 'user_id', value: `u${at}` }],
    traits,
  }),
);
const batches = Array.from({ length: Math.ceil(posted.length / 10) }, (_, at) => posted.slice(at * 10, at * 10 + 10));

const warnings: object[] = [];
const suggesterOf = ({ pool, inForce }: TestIdentity) => {
  const logger = { info: () => {}, warn: (warning: object) => void warnings.push(warning) };
  return openSuggester({ pool, rules: inForce, logger, now: Date.now });
};
const untilDone = async ({ work }: ReturnType<typeof suggesterOf>): Promise<void> => {
  while (await work()) {}
};
const suggestionsIn = async ({ pool }: TestIdentity): Promise<unknown[]> =>
  (await pool.query('SELECT id, a, b, round(weight::numeric, 6) AS weight FROM suggestions ORDER BY id')).rows;

it('three instances that compare while people come suggest what one suggests afterwards', async () => {
  const [busy, quiet] = [await openIdentity(defaultRegistry, 8), await openIdentity(defaultRegistry, 4)];
  let isComing = true;
  const instances = [1, 2, 3].map(async () => {
    const suggester = suggesterOf(busy);
    while (isComing) if (!(await suggester.work())) await new Promise((resolve) => setTimeout(resolve, 5));
    await untilDone(suggester);
  });
  for (const batch of batches) await consume(busy, batch);
  isComing = false;
  await Promise.all(instances);
  for (const batch of batches) await consume(quiet, batch);
  await untilDone(suggesterOf(quiet));

  const suggested = await suggestionsIn(busy);
  expect(warnings).toEqual([]);
  expect(suggested.length).toBeGreaterThan(50);
  expect(suggested).toEqual(await suggestionsIn(quiet));
  await Promise.all([busy.drop(), quiet.drop()]);
});

it('leaves out who cannot be compared, and goes on with the others', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, posted.slice(0, 30));
  await untilDone(suggesterOf(identity));
  const before = await suggestionsIn(identity);
  await identity.pool.query("UPDATE identifiers SET aggregate = '{' WHERE value = 'u0'");
  await identity.pool.query("INSERT INTO linkage_queue (step, subject) SELECT 'again', id FROM identifiers");
  await untilDone(suggesterOf(identity));
  expect(warnings).toMatchObject([{ step: 'again' }]);
  expect((await identity.pool.query("SELECT FROM linkage_queue WHERE step <> 'judge'")).rowCount).toBe(0);
  expect(await suggestionsIn(identity)).toEqual(before);
  await identity.drop();
});
