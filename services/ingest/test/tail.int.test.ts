import {
  type AcceptedInteraction,
  deadLetterTopic,
  PersonRead,
  type ResolvedInteraction,
  topics,
} from '@hilo/contracts';
import { openDatabase, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetOld } from '../store/tail.ts';
import { type Started, startIngest } from './started.ts';

const soon = { interval: 100 };

let ingest: Started;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.stop());

const interaction = (id: string, source = 'local'): AcceptedInteraction => ({
  id,
  source,
  receivedAt: new Date().toISOString(),
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  text: 'It was late',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
});
const resolved = (one: AcceptedInteraction, fields: Partial<ResolvedInteraction> = {}): ResolvedInteraction => ({
  interaction: one,
  subject: crypto.randomUUID(),
  customer: crypto.randomUUID(),
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
  ...fields,
});
const tell = (topic: { name: string }, key: string, message: unknown): Promise<void> =>
  ingest.hilo.log.append(topic.name, [{ key, value: JSON.stringify(message) }]);
const tellResolved = (message: ResolvedInteraction): Promise<void> => tell(topics.resolved, message.customer, message);
const setAside = (one: AcceptedInteraction, offset: number): Promise<void> =>
  ingest.hilo.log.append(deadLetterTopic(topics.interactions.name, 'identity-resolution'), [
    {
      key: 'k',
      value: JSON.stringify(one),
      headers: { hilo_reason: 'conflicting-duplicate', hilo_origin: `${topics.interactions.name}/2/${offset}` },
    },
  ]);
const list = async (query = '', key?: string) =>
  (await ingest.request(`/v1/interactions${query}`, key === undefined ? {} : { key })).body;
const idsOf = async (query = '', key?: string): Promise<string[]> =>
  (await list(query, key)).interactions.map(({ id }: { id: string }) => id);
const post = (path: string, body: unknown, key?: string) =>
  ingest.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...(key !== undefined && { key }),
  });
const makeKey = async (source: string, ...scopes: string[]): Promise<string> =>
  (await post('/v1/keys', { source, scopes })).body.key;
const posted = (id: string) => {
  const { source: _source, receivedAt: _receivedAt, ...rest } = interaction(id);
  return rest;
};

/** The events of a stream as they come, from the moment at which it was opened. */
const listen = async (headers: Record<string, string> = {}, query = '') => {
  const closing = new AbortController();
  const answer = await fetch(`${ingest.hilo.url}/v1/interactions${query}`, {
    headers: { authorization: 'Bearer the-key-of-the-operator', accept: 'text/event-stream', ...headers },
    signal: closing.signal,
  });
  let text = '';
  let hasEnded = false;
  const reading = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
    hasEnded = true;
  })().catch(() => {});
  return {
    answer,
    hasEnded: () => hasEnded,
    events: () =>
      [...text.matchAll(/^id: (\d+)\ndata: (.*)$/gm)].map(([, id, data = '']) => ({
        eventId: id,
        ...JSON.parse(data),
      })),
    close: async () => {
      closing.abort();
      await reading;
    },
  };
};

it('lists what was accepted, refused and set aside, the newest first, a page at a time, by source and by state', async () => {
  const key = await makeKey('shop', 'interactions:write');
  for (const id of ['t-1', 't-2', 't-3']) {
    await tellResolved(resolved(interaction(id, 'shop')));
    await expect.poll(async () => (await idsOf('?source=shop'))[0], soon).toBe(id);
  }
  await setAside(interaction('t-4', 'shop'), 1);
  await expect.poll(async () => (await idsOf('?source=shop'))[0], soon).toBe('t-4');
  const { status } = await post('/v1/interactions', { ...posted('t-5'), channel: 'pigeon', 'ana@example.org': 1 }, key);
  expect(status).toBe(400);
  await post('/v1/interactions', [posted('fine'), { ...posted('t-6'), occurredAt: '2999-01-01T00:00:00Z' }], key);
  await expect.poll(async () => (await idsOf('?source=shop'))[0], soon).toBe('t-6');

  const first = await list('?source=shop&limit=4');
  const second = await list(`?source=shop&limit=4&cursor=${first.nextCursor}`);
  expect([...first.interactions, ...second.interactions]).toEqual([
    expect.objectContaining({
      state: 'refused',
      id: 't-6',
      errors: [{ path: 'occurredAt', message: expect.any(String) }],
    }),
    expect.objectContaining({ state: 'refused' }),
    expect.objectContaining({ state: 'quarantined', id: 't-4', reason: 'conflicting-duplicate' }),
    expect.objectContaining({ state: 'accepted', id: 't-3', channel: 'web', touchpoint: 'checkout', kind: 'bought' }),
    expect.objectContaining({ id: 't-2' }),
    expect.objectContaining({ id: 't-1' }),
  ]);
  expect(second.nextCursor).toBeUndefined();
  expect(JSON.stringify(await list('?source=shop'))).not.toMatch(/ana@|It was late/);
  expect(first.interactions[1].errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ path: 'channel' }),
      { path: '*', message: 'is not a known field' },
    ]),
  );
  expect(await idsOf('?source=shop&state=accepted')).toEqual(['t-3', 't-2', 't-1']);
  expect(await idsOf('?state=quarantined')).toEqual(['t-4']);
  expect((await ingest.request((await list('?state=quarantined')).interactions[0].href)).status).toBe(200);
  expect((await ingest.request('/v1/interactions?cursor=bm8')).status).toBe(400);
  expect((await ingest.request('/v1/interactions?state=unknown')).status).toBe(400);
});

it('shows a key that posts its own source alone', async () => {
  await tellResolved(resolved(interaction('own', 'own-source')));
  await tellResolved(resolved(interaction('others', 'another')));
  const [posts, reads, other] = [
    await makeKey('own-source', 'interactions:write'),
    await makeKey('own-source', 'interactions:read'),
    await makeKey('own-source', 'ledger:read'),
  ];
  await expect.poll(async () => (await idsOf('', reads)).includes('others'), soon).toBe(true);
  await expect.poll(async () => idsOf('', posts), soon).toEqual(['own']);
  expect((await ingest.request('/v1/interactions?source=another', { key: posts })).status).toBe(403);
  expect((await ingest.request('/v1/interactions', { key: other })).status).toBe(403);
});

it('keeps a hundred of a flood of refusals, and how many more there were', async () => {
  const key = await makeKey('flood', 'interactions:write');
  const bad = Array.from({ length: 400 }, (_, n) => ({ ...posted(`bad-${n}`), kind: '' }));
  await post('/v1/interactions', bad, key);
  await expect.poll(async () => (await list('?source=flood&limit=200')).interactions.length, soon).toBe(100);
  const { interactions } = await list('?source=flood&limit=200');
  expect(interactions.reduce((sum: number, { omitted = 0 }) => sum + omitted, 0)).toBe(300);
});

it('goes on live, and after the last event that was seen', async () => {
  const stream = await listen({}, '?source=live');
  expect(stream.answer.headers.get('content-type')).toContain('text/event-stream');
  await tellResolved(resolved(interaction('live-1', 'live')));
  await tellResolved(resolved(interaction('elsewhere', 'quiet')));
  await expect.poll(() => stream.events().map(({ id }) => id), soon).toEqual(['live-1']);
  const [{ eventId } = { eventId: '' }] = stream.events();
  await stream.close();
  await tellResolved(resolved(interaction('live-2', 'live')));
  await expect.poll(async () => (await idsOf('?source=live'))[0], soon).toBe('live-2');
  const again = await listen({ 'last-event-id': String(eventId) }, '?source=live');
  await expect.poll(() => again.events().map(({ id }) => id), soon).toEqual(['live-2']);
  await again.close();
});

it('lets so many follow at once and no more, and others when they are gone', async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => listen()));
  expect(streams.map(({ answer }) => answer.status)).toEqual(Array.from({ length: 50 }, () => 200));
  expect((await ingest.request('/v1/interactions', { headers: { accept: 'text/event-stream' } })).status).toBe(503);
  await Promise.all(streams.map(({ close }) => close()));
  await expect
    .poll(async () => {
      const { answer, close } = await listen();
      await close();
      return answer.status;
    }, soon)
    .toBe(200);
});

it('shows the content to who may read customers, and tells the audit', async () => {
  const one = resolved(interaction('read', 'desk'));
  await tellResolved(one);
  const path = '/v1/interactions/read?source=desk';
  await expect.poll(async () => (await ingest.request(path)).body.content?.text, soon).toBe('It was late');
  const reads: PersonRead[] = [];
  const consumer = await ingest.hilo.log.consume({
    group: 'test-of-reads',
    topics: [topics.reads.name],
    handle: async ({ records }) => {
      reads.push(...records.map(({ value }) => PersonRead.parse(JSON.parse(value ?? ''))));
    },
  });
  const key = await makeKey('desk', 'interactions:read', 'customers:read');
  expect((await ingest.request(`${path}&purpose=complaint`, { key })).body.content).toEqual(one.interaction);
  await expect
    .poll(() => reads.filter(({ purpose }) => purpose === 'complaint'), soon)
    .toEqual([expect.objectContaining({ source: 'desk', subject: one.subject, route: 'GET /v1/interactions/:id' })]);
  await consumer.close();
  expect((await ingest.request(path, { key: await makeKey('desk', 'interactions:read') })).body).toEqual({
    ...(await ingest.request(path)).body,
    content: undefined,
  });
  await tellResolved({ ...one, version: 2, withdrawn: true });
  await expect.poll(async () => (await ingest.request(path)).body.state, soon).toBe('withdrawn');
  expect((await ingest.request(path)).body.content).toBeUndefined();
});

it('forgets what it kept of who is erased, and of what is told of late', async () => {
  const subject = crypto.randomUUID();
  const [one, late] = [interaction('gone-1', 'gone'), interaction('gone-2', 'gone')];
  await tellResolved(resolved(one, { subject }));
  await expect.poll(async () => idsOf('?source=gone'), soon).toEqual(['gone-1']);
  const erasure = { id: crypto.randomUUID(), at: new Date().toISOString(), subjects: [subject], customers: [] };
  await tell(topics.erasures, erasure.id, erasure);
  await expect.poll(async () => idsOf('?source=gone'), soon).toEqual([]);
  await setAside(one, 8);
  await tellResolved(resolved(late, { subject }));
  await tellResolved(resolved(interaction('stays', 'gone')));
  await setAside(interaction('stays-too', 'gone'), 9);
  await expect.poll(async () => (await idsOf('?source=gone')).sort(), soon).toEqual(['stays', 'stays-too']);
});

it('takes somebody who was erased out of what others said, and does not put her back for what comes late', async () => {
  const said = interaction('said-by-another', 'others');
  const named = { ...said, identifiers: [...said.identifiers, { kind: 'phone', value: '+34600999888' }] };
  const one = resolved(named);
  await tellResolved(one);
  await tellResolved(one);
  const contentOf = async () => (await ingest.request('/v1/interactions/said-by-another?source=others')).body.content;
  await expect.poll(contentOf, soon).toEqual(named);
  await tellResolved({ ...one, version: 3, interaction: said });
  await tellResolved({ ...one, version: 2 });
  await expect.poll(contentOf, soon).toEqual(said);
  await tellResolved(resolved(interaction('afterwards', 'others'), { customer: one.customer }));
  await expect.poll(async () => (await idsOf('?source=others'))[0], soon).toBe('afterwards');
  expect(await contentOf()).toEqual(said);
});

it('forgets what is older than it is kept, and nothing else', async () => {
  for (const id of ['old', 'young']) await tellResolved(resolved(interaction(id, 'aged')));
  await expect.poll(async () => (await idsOf('?source=aged')).length, soon).toBe(2);
  const pool = openDatabase({ connectionString: ingest.databaseUrl, schema: 'ingest', logger: { warn: () => {} } });
  await pool.query("UPDATE tail SET at = at - interval '8 days' WHERE interaction = 'old'");
  await transaction(pool, (tx) => forgetOld(tx, Date.now() - 7 * 24 * 3600 * 1000));
  await pool.end();
  expect(await idsOf('?source=aged')).toEqual(['young']);
});

it('says what a key may do to who has it', async () => {
  const { key, id } = (await post('/v1/keys', { source: 'shop', scopes: ['interactions:write'], rateLimit: 7 })).body;
  expect((await ingest.request('/v1/keys/self', { key })).body).toEqual({
    id,
    source: 'shop',
    scopes: ['interactions:write'],
    rateLimit: 7,
  });
  expect((await ingest.request('/v1/keys/self')).body).toMatchObject({ id: 'root', scopes: ['*'] });
  expect((await ingest.request('/v1/keys/self', { key: 'nobody' })).status).toBe(401);
});

it('ends the streams when it stops', async () => {
  const another = await startIngest();
  const answer = await fetch(`${another.hilo.url}/v1/interactions`, {
    headers: { authorization: 'Bearer the-key-of-the-operator', accept: 'text/event-stream' },
  });
  const ended = answer.text();
  await another.stop();
  expect(await ended).toContain('retry:');
});
