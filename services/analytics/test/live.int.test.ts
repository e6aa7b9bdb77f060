import { hashKey, newApiKey } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Started, startAnalytics } from './started.ts';
import { hearInteractions, resolvedOf } from './told.ts';

let analytics: Started;
let isStopped = false;
beforeAll(async () => {
  // Twenty seconds go by when a test says so.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  analytics = await startAnalytics();
});
afterAll(async () => {
  if (!isStopped) await analytics.stop();
  vi.useRealTimers();
});

/** Listens until it is closed; `text` is all that came so far. */
const listen = async (headers: Record<string, string> = {}, key = 'the-key-of-the-operator') => {
  const closing = new AbortController();
  const response = await fetch(`${analytics.hilo.url}/v1/live`, {
    headers: { authorization: `Bearer ${key}`, ...headers },
    signal: closing.signal,
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const told = { text: '', isEnded: false };
  const reading = (async () => {
    for await (const chunk of response.body ?? []) told.text += new TextDecoder().decode(chunk);
    told.isEnded = true;
  })().catch(() => {});
  return {
    told,
    events: () => told.text.split('\n\n').filter((one) => one.startsWith('id: ')),
    close: () => closing.abort(),
    reading,
  };
};
const idOf = (event = ''): string => /^id: (\S+)$/m.exec(event)?.[1] ?? '';
const answered = (id: string, value: number) =>
  hearInteractions(
    analytics.pool,
    resolvedOf(1, id, {
      occurredAt: new Date().toISOString(),
      answers: [{ question: 'recommend', scale: 'nps', value }],
    }),
  );

const figuresIn = (event = ''): Record<string, { value: number | null; n: number; from: string; asOf: string }> => {
  const { figures } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{"figures":[]}');
  return Object.fromEntries(figures.map((one: { metric: string }) => [one.metric, one]));
};

it('tells the KPIs of today at once and as they change, and what was missed to who comes back', async () => {
  const first = await listen();
  await expect.poll(() => first.events().length).toBe(1);
  expect(Object.keys(figuresIn(first.events()[0]))).toEqual([
    ...['nps', 'csat', 'ces', 'response-rate', 'volume', 'immediacy', 'pressure'],
  ]);
  expect(figuresIn(first.events()[0]).nps).toMatchObject({ value: null, n: 0 });
  await answered('a', 10);
  await expect.poll(() => figuresIn(first.events().at(-1)).nps).toMatchObject({ value: 100, n: 1 });
  const other = await listen();
  await expect.poll(() => other.events().length).toBe(1);
  const seen = idOf(other.events().at(-1));
  first.close();
  await answered('b', 0);
  await expect.poll(() => figuresIn(other.events().at(-1)).nps).toMatchObject({ value: 0, n: 2 });
  const again = await listen({ 'last-event-id': seen });
  await expect.poll(() => again.events()).toEqual(other.events().slice(1));
  const lost = await listen({ 'last-event-id': 'another-process-7' });
  await expect.poll(() => lost.events().length).toBe(2);
  expect(lost.events()[0]).toContain('event: resync');
  for (const one of [other, again, lost]) one.close();
});

it('tells what a question about the same time answers, figure by figure', async () => {
  const occurredAt = new Date().toISOString();
  const calls = [1, 2, 3].map((n) => resolvedOf(7, `call-${n}`, { occurredAt, direction: 'outbound' }));
  await hearInteractions(analytics.pool, ...calls);
  const live = await listen();
  await expect.poll(() => figuresIn(live.events().at(-1)).pressure?.value).toBe(3);
  const { from } = figuresIn(live.events().at(-1)).nps ?? {};
  for (const metric of ['nps', 'csat', 'ces', 'response-rate', 'volume', 'immediacy']) {
    const { rows, asOf: _, ...asked } = JSON.parse((await analytics.ask({ metric, from })).text);
    const { group: __, ...row } = rows[0];
    await expect.poll(() => figuresIn(live.events().at(-1))[metric]).toMatchObject({ ...row, from, to: asked.to });
  }
  live.close();
});

const listeners = async (): Promise<number> => {
  const { text } = await analytics.get('/metrics');
  return Number(/^hilo_live_streams(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? -1);
};

it('answers who asks for the headers alone, and keeps nobody of a thousand who have gone (case 76)', async () => {
  const { status, headers } = await analytics.send('HEAD', '/v1/live');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  for (let n = 0; n < 20; n += 1) {
    const some = await Promise.all(Array.from({ length: 50 }, () => listen()));
    for (const one of some) one.close();
  }
  await expect.poll(listeners).toBe(0);
});

it('says every twenty seconds that it is there, and ends the stream of a key that is over (case 77)', async () => {
  const { id, key } = newApiKey();
  const expiresAt = new Date(Date.now() + 6000).toISOString();
  const kept = { id, hash: hashKey(key), source: 'desk', scopes: ['analytics:read'], createdAt: expiresAt, expiresAt };
  await analytics.pool.query('INSERT INTO api_keys (id, key) VALUES ($1, $2)', [id, kept]);
  const [ours, theirs] = [await listen(), await listen({}, key)];
  vi.advanceTimersByTime(20_000);
  for (const { told } of [ours, theirs]) await expect.poll(() => told.text.split(': still here').length).toBe(2);
  await expect
    .poll(
      () => {
        vi.advanceTimersByTime(20_000);
        return theirs.told.isEnded;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(ours.told.isEnded).toBe(false);
  ours.close();
});

it('ends every stream when the process ends, and says when to come back (case 77)', async () => {
  const stays = await listen();
  await expect.poll(() => stays.told.text).toContain(': live');
  isStopped = true;
  await analytics.stop();
  await stays.reading;
  expect(stays.told.isEnded).toBe(true);
  expect(stays.told.text).toMatch(/\nretry: [2-5]\d{3}\n\n$/);
});
