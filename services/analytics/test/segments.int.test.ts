import type { AcceptedInteraction } from '@hilo/contracts';
import type { SegmentCondition } from '@hilo/segments';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAnalytics } from './started.ts';
import { goneCustomer, hearCustomers, hearInteractions, recordOf, resolvedOf, traitOf, uuidOf } from './told.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics();
  await hearCustomers(
    analytics.pool,
    ...[1, 2, 3, 4].map((n) => recordOf(n, 1, [n], { traits: { tier: traitOf(n < 3 ? 'gold' : 'none') } })),
    recordOf(5, 1, [5], { ambiguous: true, traits: { tier: traitOf('gold') } }),
  );
  const called: Partial<AcceptedInteraction> = {
    channel: 'call_centre',
    kind: 'called',
    occurredAt: new Date(Date.now() - 86_400_000).toISOString(),
  };
  await hearInteractions(
    analytics.pool,
    resolvedOf(1, 'a', called),
    resolvedOf(2, 'b', called),
    resolvedOf(2, 'c', { ...called, answers: [{ question: 'recommend', scale: 'nps', value: 3 }] }),
    resolvedOf(5, 'd', called),
    resolvedOf(5, 'e', called),
  );
});
afterAll(() => analytics.stop());

const twice: SegmentCondition = {
  type: 'interactions',
  which: { channels: ['call_centre'] },
  withinDays: 7,
  count: { atLeast: 2 },
};
const gold: SegmentCondition = { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' };
const why = 'a test';
const put = (name: string, condition: unknown, headers: Record<string, string> = {}) =>
  analytics.send('PUT', `/v1/segments/${name}`, { body: { condition, why }, headers });
const membersIn = async (name: string, limit = 50): Promise<string[]> => {
  const { text } = await analytics.get(`/v1/segments/${name}/customers?limit=${limit}`);
  return JSON.parse(text).customers;
};

it('is defined in versions, each by somebody who has seen the one before, and is counted', async () => {
  const first = await put('callers', twice);
  expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
  expect(JSON.parse(first.text)).toMatchObject({ name: 'callers', version: 1, customers: 1, of: 4, condition: twice });
  expect((await put('callers', twice)).headers.get('etag')).toBe('"1"');
  expect((await put('callers', gold)).status).toBe(428);
  expect((await put('callers', gold, { 'if-match': '"7"' })).status).toBe(412);
  expect((await put('callers', gold, { 'if-none-match': '*' })).status).toBe(412);
  const second = await put('callers', gold, { 'if-match': '"1"' });
  expect(JSON.parse(second.text)).toMatchObject({ version: 2, customers: 2 });
  const { versions } = JSON.parse((await analytics.get('/v1/segments/callers/versions')).text);
  expect(versions.map(({ version, why }: { version: number; why: string }) => [version, why])).toEqual([
    [2, why],
    [1, why],
  ]);
});

it('is listed by pages, and so are the segments', async () => {
  await put('everybody', { type: 'not', of: { type: 'interactions', count: { atLeast: 1000 } } });
  const first = JSON.parse((await analytics.get('/v1/segments/everybody/customers?limit=3')).text);
  expect(first.customers).toEqual([1, 2, 3].map(uuidOf));
  const rest = JSON.parse(
    (await analytics.get(`/v1/segments/everybody/customers?limit=3&cursor=${first.nextCursor}`)).text,
  );
  expect([rest.customers, rest.nextCursor]).toEqual([[uuidOf(4)], undefined]);
  const page = JSON.parse((await analytics.get('/v1/segments?limit=1')).text);
  expect(page.segments.map(({ name }: { name: string }) => name)).toEqual(['callers']);
});

it('has a customer as soon as two who are not in it are one, and loses her when they are two again', async () => {
  await put('merged', { type: 'all', of: [{ ...twice, count: { atLeast: 3 } }, gold] });
  expect(await membersIn('merged')).toEqual([]);
  await hearCustomers(
    analytics.pool,
    goneCustomer(2, 2),
    recordOf(1, 2, [1, 2], { traits: { tier: traitOf('gold') } }),
  );
  expect(await membersIn('merged')).toEqual([uuidOf(1)]);
  await hearCustomers(
    analytics.pool,
    recordOf(1, 3, [1], { traits: { tier: traitOf('gold') } }),
    recordOf(2, 3, [2], { traits: { tier: traitOf('gold') } }),
  );
  expect(await membersIn('merged')).toEqual([]);
});

it('says of a condition that is not kept how many would be in it, and of ten of them why', async () => {
  const condition = {
    type: 'all',
    of: [gold, { type: 'last-answer', which: { scale: 'nps' }, value: { atMost: 6 } }],
  };
  const { text } = await analytics.send('POST', '/v1/segments/dry-runs', { body: { condition } });
  expect(JSON.parse(text)).toMatchObject({
    customers: 1,
    of: 4,
    examples: [
      {
        customer: uuidOf(2),
        because: [
          { path: 'of[0]', holds: true, found: ['gold'] },
          { path: 'of[1]', holds: true, found: 3 },
        ],
      },
    ],
  });
  const asAnalyst = { 'hilo-on-behalf-of': 'analyst-1', 'hilo-roles': 'analyst' };
  const masked = await analytics.send('POST', '/v1/segments/dry-runs', { body: { condition }, headers: asAnalyst });
  expect(masked.status).toBe(200);
  expect(masked.text).not.toContain('gold');
});

it('is refused with the place of what is wrong', async () => {
  const { status, text } = await put('wrong', {
    type: 'all',
    of: [gold, { type: 'interactions', which: { channels: ['pigeon'] }, count: { atLeast: 3, atMost: 1 } }],
  });
  expect(status).toBe(400);
  expect(text).toContain('/condition/of/1/which/channels/0');
  expect(text).toContain('/condition/of/1/count/atMost');
  const deep = Array.from({ length: 12 }).reduce((of) => ({ type: 'not', of }), gold);
  expect((await put('wrong', deep)).text).toContain('nested');
});

it('is nobody’s any more once it is removed, and keeps its versions', async () => {
  await put('short', gold);
  const path = '/v1/segments/short';
  expect((await analytics.send('DELETE', `${path}?why=over`)).status).toBe(428);
  expect((await analytics.send('DELETE', `${path}?why=over`, { headers: { 'if-match': '"1"' } })).status).toBe(204);
  expect((await analytics.get(path)).status).toBe(404);
  expect((await analytics.get(`${path}/customers`)).status).toBe(404);
  const { versions } = JSON.parse((await analytics.get(`${path}/versions`)).text);
  expect(versions).toMatchObject([{ version: 2, removed: true }, { version: 1 }]);
  expect((await put('short', gold)).headers.get('etag')).toBe('"3"');
});

it('forgets the traits of whoever is gone', async () => {
  await hearCustomers(analytics.pool, recordOf(9, 1, [9], { traits: { tier: traitOf('gone-soon') } }));
  await hearCustomers(analytics.pool, goneCustomer(9, 2));
  const { rows } = await analytics.pool.query(`SELECT FROM profiles WHERE traits::text LIKE '%gone-soon%'`);
  expect(rows).toEqual([]);
});
