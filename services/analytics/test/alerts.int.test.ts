import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayAt, dayText } from '../domain/alerts/watched-day.ts';
import { type Started, startAnalytics } from './started.ts';
import { hearInteractions, resolvedOf } from './told.ts';

let analytics: Started;
const dayMs = 86_400_000;
const today = dayAt(Date.now(), 'UTC');
const closing = new AbortController();
let live = '';

beforeAll(async () => {
  analytics = await startAnalytics();
  // Nine weeks of eight answers a day at the lounge, of which the NPS is 25; then four days of detractors.
  const answers = Array.from({ length: 8 * 67 }, (_, n) => {
    const day = today - 67 + Math.floor(n / 8);
    const value = day >= today - 4 ? 0 : n % 8 < 4 ? 10 : n % 8 < 6 ? 0 : 7;
    const occurredAt = new Date(day * dayMs + (8 + (n % 8)) * 3_600_000).toISOString();
    const answered = { touchpoint: 'lounge', occurredAt, answers: [{ question: 'q', scale: 'nps' as const, value }] };
    return resolvedOf(1, `i${n}`, answered);
  });
  await hearInteractions(analytics.pool, ...answers);
  const response = await fetch(`${analytics.hilo.url}/v1/live`, {
    headers: { authorization: 'Bearer the-key-of-the-operator' },
    signal: closing.signal,
  });
  void (async () => {
    for await (const chunk of response.body ?? []) live += new TextDecoder().decode(chunk);
  })().catch(() => {});
});
afterAll(async () => {
  closing.abort();
  await analytics.stop();
});

const read = async (path: string) => JSON.parse((await analytics.get(path)).text);
const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
  const { status, text } = await analytics.send(method, path, { body, headers });
  return { status, body: text === '' ? undefined : JSON.parse(text) };
};
const watch = { metric: 'nps', groupBy: ['touchpoint'] };
const why = 'a test';

it('says why a figure left its band, of how many and since when, with what is behind it; once on each way', async () => {
  const put = await send('PUT', '/v1/watches/lounge', { watch, why });
  expect(put).toMatchObject({ status: 200, body: { version: 1, nextDay: dayText(today), watch: { everyDays: 400 } } });
  const before = (await analytics.hilo.log.endOffsets(topics.alerts.name)).reduce((all, one) => all + one, 0);
  // As if it had been watched for four days, and nobody had been there to judge them.
  await analytics.pool.query(
    `UPDATE watching SET day = '${dayText(today - 4)}', due_at = now() - interval '1 hour' WHERE name = 'lounge'`,
  );
  await expect.poll(async () => (await read('/v1/alerts?watch=lounge')).alerts.length).toBe(1);
  const [alert] = (await read('/v1/alerts?watch=lounge&state=open&kind=below&metric=nps&acknowledged=false')).alerts;
  expect(alert).toMatchObject({
    state: 'open',
    group: { touchpoint: 'lounge' },
    kind: 'below',
    since: dayText(today - 4),
    expected: { value: 25 },
    seen: { value: -100 },
    timeZone: 'UTC',
  });
  // The alert says what the question says, and as many are behind it as it counts.
  const asked = await send('POST', '/v1/query', alert.rows.body.question);
  expect(asked.body.rows).toMatchObject([{ group: alert.group, ...alert.seen }]);
  const rows = await send('POST', alert.rows.path, alert.rows.body);
  expect([rows.status, rows.body.rows.length]).toEqual([200, alert.seen.n]);
  expect(alert.why).toContain(`NPS of touchpoint lounge is -100 since ${alert.since}, of ${alert.seen.n} answers`);
  expect(alert.method).toContain('one in 400 days or fewer');

  await expect.poll(() => live.split('event: alert\n').length - 1).toBe(1);
  expect(JSON.parse(/event: alert\ndata: (.*)/.exec(live)?.[1] ?? '')).toEqual(alert);
  await expect.poll(async () => (await read('/v1/watches/lounge')).nextDay).not.toBe(dayText(today - 4));
  const after = (await analytics.hilo.log.endOffsets(topics.alerts.name)).reduce((all, one) => all + one, 0);
  expect(after - before).toBe(1);
  expect(await read('/v1/alerts?state=over')).toEqual({ alerts: [] });
});

it('is acknowledged by who was first, and muted with a why and an end', async () => {
  const [{ id }] = (await read('/v1/alerts?watch=lounge')).alerts;
  const first = await send('POST', `/v1/alerts/${id}/acknowledge`, { why: 'seen' });
  await send('POST', `/v1/alerts/${id}/acknowledge`, { why: 'seen later' });
  expect(first.body.acknowledged).toMatchObject({ why: 'seen', by: { key: 'root' } });
  expect((await read(`/v1/alerts/${id}`)).acknowledged.why).toBe('seen');
  expect((await read('/v1/alerts?acknowledged=true')).alerts.length).toBe(1);
  const until = new Date(Date.now() + dayMs).toISOString();
  expect((await send('POST', `/v1/alerts/${id}/mute`, { until, why })).body).toEqual({
    watch: 'lounge',
    group: { touchpoint: 'lounge' },
    until,
  });
  const long = new Date(Date.now() + 400 * dayMs).toISOString();
  expect((await send('POST', `/v1/alerts/${id}/mute`, { until: long, why })).status).toBe(400);
  expect((await analytics.get('/v1/alerts/00000000-0000-4000-8000-000000000000')).status).toBe(404);
});

it('watches nothing that may say who somebody is, nor pieces of time, and changes what one has seen', async () => {
  const personal = await send('PUT', '/v1/watches/tiers', { watch: { ...watch, groupBy: ['traits.tier'] }, why });
  expect([personal.status, personal.body.detail]).toEqual([403, expect.stringContaining('HILO_ANALYST_DIMENSIONS')]);
  expect((await send('PUT', '/v1/watches/days', { watch: { ...watch, groupBy: ['day'] }, why })).status).toBe(400);
  expect((await send('PUT', '/v1/watches/lounge', { watch: { metric: 'csat' }, why })).status).toBe(428);
  const removed = await send('DELETE', '/v1/watches/lounge?why=enough', undefined, { 'if-match': '"1"' });
  expect(removed.status).toBe(204);
  expect((await analytics.get('/v1/watches/lounge')).status).toBe(404);
  const { alerts } = await read('/v1/alerts');
  expect(alerts).toMatchObject([{ watch: 'lounge', state: 'over', ending: 'watch-removed' }]);
  const { watches, nextCursor } = await read('/v1/watches?limit=3');
  expect(watches.map(({ name }: { name: string }) => name)).toEqual(['ces', 'ces-by-touchpoint', 'complaints']);
  expect((await read(`/v1/watches?limit=10&cursor=${nextCursor}`)).watches.length).toBe(5);
});
