import { type AcceptedInteraction, deadLetterTopic, type ResolvedInteraction, topics } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Started, startIngest } from './started.ts';

const soon = { interval: 100 };

let ingest: Started;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.stop());

const interaction = (id: string, source = 'local'): AcceptedInteraction => ({
  id,
  source,
  receivedAt: '2026-01-01T09:00:01.000Z',
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
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
const tell = (
  topic: { name: string },
  key: string,
  message: unknown,
  headers?: Record<string, string>,
): Promise<void> =>
  ingest.hilo.log.append(topic.name, [
    { key, value: message === null ? null : JSON.stringify(message), ...(headers && { headers }) },
  ]);
const tellResolved = (message: ResolvedInteraction): Promise<void> => tell(topics.resolved, message.customer, message);
const record = (id: string, version: number, subjects: string[]) => ({
  id,
  version,
  updatedAt: new Date(Date.UTC(2026, 0, 1) + version).toISOString(),
  ambiguous: false,
  subjects,
  identifiers: [],
  traits: {},
  consents: [],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});
const receiptOf = (id: string, query = '', key?: string): Promise<Answer> =>
  ingest.request(`/v1/interactions/${encodeURIComponent(id)}${query}`, key === undefined ? {} : { key });
const stateOf = async (id: string, query = '') => (await receiptOf(id, query)).body.state;

it('says whose an interaction is, why, since when, and what was decided about asking', async () => {
  const one = resolved(interaction('ce:https://shop/1 order/1'));
  await tellResolved(one);
  await tell(topics.customers, one.customer, record(one.customer, 1, [one.subject]));
  const invitation = crypto.randomUUID();
  const decided = {
    id: invitation,
    programme: 'after-the-order',
    programmeVersion: 2,
    subject: one.subject,
    customer: one.customer,
    interaction: { source: 'local', id: one.interaction.id },
    touchpoint: 'checkout',
    occurredAt: one.interaction.occurredAt,
    at: '2026-01-01T09:05:00.000Z',
    state: 'withheld',
    reason: 'no-consent',
  };
  await tell(topics.surveys, one.customer, decided);
  await expect.poll(async () => (await receiptOf(one.interaction.id)).body.surveys?.length, soon).toBe(1);
  await expect
    .poll(async () => (await receiptOf(one.interaction.id)).body.attribution.customer, soon)
    .toBe(one.customer);
  const { body } = await receiptOf(one.interaction.id);
  expect(body).toEqual({
    id: one.interaction.id,
    source: 'local',
    state: 'stored',
    acceptedAt: '2026-01-01T09:00:01.000Z',
    storedAt: expect.any(String),
    attribution: { customer: one.customer, subject: one.subject, rule: 'strongest-identifier', version: 1 },
    surveys: [
      {
        invitation,
        programme: 'after-the-order',
        programmeVersion: 2,
        state: 'withheld',
        reason: 'no-consent',
        at: '2026-01-01T09:05:00.000Z',
      },
    ],
    quarantine: [],
  });
  expect(Date.now() - Date.parse(body.storedAt)).toBeLessThan(60_000);
});

it('follows merges, new attributions and withdrawals, whatever comes late', async () => {
  const one = resolved(interaction('moves'));
  const [merged, subject] = [crypto.randomUUID(), crypto.randomUUID()];
  await tellResolved(one);
  await tell(topics.customers, one.customer, record(one.customer, 1, [one.subject]));
  await expect.poll(async () => (await receiptOf('moves')).body.attribution?.customer, soon).toBe(one.customer);
  await tell(topics.customers, merged, record(merged, 2, [one.subject, subject]));
  await tell(topics.customers, one.customer, null, { hilo_version: '2' });
  await expect.poll(async () => (await receiptOf('moves')).body.attribution?.customer, soon).toBe(merged);
  const { storedAt } = (await receiptOf('moves')).body;

  await tellResolved({ ...one, subject, version: 3 });
  await tellResolved({ ...one, version: 2 });
  await expect.poll(async () => (await receiptOf('moves')).body.attribution?.version, soon).toBe(3);
  expect((await receiptOf('moves')).body).toMatchObject({ storedAt, attribution: { subject, customer: merged } });
  await tellResolved({ ...one, subject, version: 4, withdrawn: true });
  await expect.poll(() => stateOf('moves'), soon).toBe('withdrawn');
  expect((await receiptOf('moves')).body.attribution).toBeUndefined();
});

it('shows a key that posts its own source, and asks who may read all which of several is meant', async () => {
  for (const source of ['one', 'two']) await tellResolved(resolved(interaction('clash', source)));
  await tellResolved(resolved(interaction('alone', 'two')));
  const make = async (scope: string): Promise<string> => {
    const body = JSON.stringify({ source: 'one', scopes: [scope] });
    return (await ingest.request('/v1/keys', { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
      .body.key;
  };
  const [posts, reads, other] = [
    await make('interactions:write'),
    await make('interactions:read'),
    await make('ledger:read'),
  ];
  await expect.poll(async () => (await receiptOf('alone')).status, soon).toBe(200);
  expect((await receiptOf('clash')).body).toMatchObject({
    status: 409,
    errors: [{ path: 'source', message: 'has to be one of one, two' }],
  });
  expect((await receiptOf('clash', '', posts)).body).toMatchObject({ source: 'one', state: 'stored' });
  expect((await receiptOf('clash', '?source=two', posts)).status).toBe(403);
  expect((await receiptOf('alone', '', posts)).status).toBe(404);
  expect((await receiptOf('clash', '?source=two', reads)).body).toMatchObject({ source: 'two' });
  expect((await receiptOf('alone', '', reads)).body).toMatchObject({ source: 'two' });
  expect((await receiptOf('clash', '', other)).status).toBe(403);
});

it('says what is set aside under an id, and that what was replayed is accepted', async () => {
  const dead = deadLetterTopic(topics.interactions.name, 'identity-resolution');
  const headers = { hilo_reason: 'no-usable-identifier', hilo_origin: `${topics.interactions.name}/1/7` };
  await ingest.hilo.log.append(dead, [{ key: 'k', value: JSON.stringify(interaction('aside')), headers }]);
  await expect.poll(() => stateOf('aside'), soon).toBe('quarantined');
  const [{ id, href, reason }] = (await receiptOf('aside')).body.quarantine;
  expect({ href, reason }).toEqual({ href: `/v1/quarantine/${id}`, reason: 'no-usable-identifier' });
  expect((await ingest.request(href)).body.interaction).toBe('aside');
  await ingest.request(`${href}/replay`, { method: 'POST' });
  expect((await receiptOf('aside')).body).toMatchObject({ state: 'accepted', quarantine: [{ state: 'replayed' }] });
  await tellResolved(resolved(interaction('aside')));
  await expect.poll(() => stateOf('aside'), soon).toBe('stored');
});

it('knows nothing of what was never accepted, and says when it may only be on its way', async () => {
  const posted = await ingest.request('/v1/interactions', {
    method: 'POST',
    body: JSON.stringify({ ...interaction('on-its-way'), source: undefined, receivedAt: undefined }),
    headers: { 'content-type': 'application/json' },
  });
  expect(posted.status).toBe(202);
  const { status, headers, body } = await receiptOf('on-its-way');
  expect(status).toBe(404);
  expect(headers.get('retry-after')).toBe('1');
  expect(body.detail).toContain('ask again');
  expect((await receiptOf('x'.repeat(201))).status).toBe(400);
  expect((await receiptOf('a\0b')).status).toBe(400);
  expect((await receiptOf('a', '?source=%00')).status).toBe(400);
  expect((await receiptOf('ñ'.repeat(200))).status).toBe(404);
});

it('forgets the receipts of who is erased, and those that are told of late, but not what happens later', async () => {
  const subject = crypto.randomUUID();
  const id = crypto.randomUUID();
  await tellResolved(resolved(interaction('erased-1'), { subject }));
  await expect.poll(() => stateOf('erased-1'), soon).toBe('stored');
  // Finer than a millisecond, which is the measure of erasures.
  const ahead = { ...interaction('erased-ahead'), occurredAt: '2026-02-01T00:00:00.000567Z' };
  await tellResolved(resolved(ahead, { subject }));
  await expect.poll(() => stateOf('erased-ahead'), soon).toBe('stored');
  const erasure = { id, at: '2026-02-01T00:00:00Z', subjects: [subject], customers: [] };
  await tell(topics.erasures, id, erasure);
  await expect.poll(async () => (await receiptOf('erased-1')).status, soon).toBe(404);
  expect((await receiptOf('erased-ahead')).status).toBe(404);
  await tellResolved(resolved(interaction('erased-2'), { subject }));
  await tellResolved(
    resolved({ ...interaction('new-life'), occurredAt: '2026-03-01T00:00:00Z' }, { subject, version: 1 }),
  );
  await expect.poll(() => stateOf('new-life'), soon).toBe('stored');
  expect((await receiptOf('erased-2')).status).toBe(404);

  // Another content for an erased id is nobody's to read either, whenever it says that it happened.
  const dead = deadLetterTopic(topics.interactions.name, 'identity-resolution');
  const late = { ...interaction('erased-1'), occurredAt: '2026-04-01T00:00:00Z' };
  const headers = (offset: number) => ({ hilo_reason: 'conflicting-duplicate', hilo_origin: `x/0/${offset}` });
  await ingest.hilo.log.append(dead, [
    { key: 'k', value: JSON.stringify(late), headers: headers(1) },
    { key: 'k', value: JSON.stringify(interaction('not-erased')), headers: headers(2) },
  ]);
  await expect.poll(() => stateOf('not-erased'), soon).toBe('quarantined');
  expect((await receiptOf('erased-1')).status).toBe(404);
});
