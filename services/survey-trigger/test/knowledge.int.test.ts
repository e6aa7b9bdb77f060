import { topics } from '@hilo/contracts';
import { createLogger, openHealth } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { watchKnowledge } from '../contacts/knowledge.ts';
import { noteContactPoints } from '../store/contact-points.ts';
import { type AskedService, call, hashes, peopleOf, reasonsOf, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
});
afterAll(() => service.close());
const rule = { id: 'any', hours: 'any' };
beforeEach(() => service.setRules([rule], { staleAfterSeconds: 2 }));
const { known } = peopleOf(() => service);

it('gives no permission while what was said to Hilo waits for too long, and says up to when it is known', async () => {
  const [ana, luis] = [await known(), await known()];
  const holdUp = await service.pool.connect();
  try {
    await holdUp.query('BEGIN');
    await holdUp.query('SELECT FROM customers WHERE id = $1 FOR UPDATE', [ana.id]);
    const said = Date.now();
    await service.hilo.log.append(topics.customers.name, [
      { key: ana.id, value: JSON.stringify({ ...ana.record, version: 2 }) },
    ]);
    const answer = () => service.check({ ...call, customer: luis.id });
    expect(await answer()).toMatchObject({ allowed: true });
    await expect.poll(async () => reasonsOf(await answer())).toEqual(['knowledge-stale']);
    const stale = await answer();
    expect(stale).not.toHaveProperty('nextAllowedAt');
    expect(Math.abs(Date.parse(stale.asOf ?? '') - said)).toBeLessThan(1000);
    const { results } = JSON.parse(
      await (
        await service.ask('POST', '/v1/contact-permissions/check', [{ ...call, customer: luis.id, reserve: true }])
      ).text(),
    );
    expect(results).toMatchObject([
      { allowed: false, reasons: [{ reason: 'knowledge-stale', rule: 'hilo.knowledge-stale' }] },
    ]);
    await holdUp.query('COMMIT');
    await expect.poll(async () => (await answer()).allowed).toBe(true);
  } finally {
    holdUp.release();
  }
});

it('gives none until it is noted who has which contact point, of all who were known before', async () => {
  const count = async (): Promise<number> => (await service.pool.query('SELECT FROM contact_points')).rowCount ?? 0;
  await known();
  await service.pool.query(`
    INSERT INTO profiles (customer, record) SELECT gen_random_uuid(), jsonb_build_object('identifiers', jsonb_build_array(jsonb_build_object(
      'kind', 'phone', 'value', '+3461' || lpad(n::text, 7, '0'), 'subject', gen_random_uuid(), 'firstSeenAt', '2026-01-01T00:00:00Z', 'status', 'linked')))
      FROM generate_series(1, 1200) AS n`);
  const before = await count();
  await service.pool.query('DELETE FROM contact_points; DELETE FROM contact_points_noted');
  const logger = createLogger({ level: 'silent' });
  const { log } = service.hilo;
  const resources = { log, pool: service.pool, logger, health: openHealth(Date.now), now: Date.now, hashes };
  const knowledge = await watchKnowledge(resources, 50);
  try {
    expect(knowledge.asOf()).toBeUndefined();
    await expect.poll(() => knowledge.asOf()).toBeGreaterThan(0);
  } finally {
    await knowledge.close();
  }
  expect(await count()).toBe(before + 1200);
  expect(await noteContactPoints(service.pool, hashes)).toBe(false);
});
