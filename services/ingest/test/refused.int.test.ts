import { createHmac } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { nameHashes, openDatabase } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, rootKey, type Started, startIngest } from './started.ts';

const soon = { interval: 100 };
const names = nameHashes('a secret of the tests');

let ingest: Started;
beforeAll(async () => {
  ingest = await startIngest({ HILO_QUARANTINE_MAX_MB: '1' });
});
afterAll(() => ingest.stop());

const post = (path: string, body: string | object, headers: Record<string, string> = {}, key = rootKey) =>
  ingest.request(path, {
    method: 'POST',
    key,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const list = async (query: string) => (await ingest.request(`/v1/quarantine?${query}`)).body;
const show = async (id: number) => (await ingest.request(`/v1/quarantine/${id}`)).body;
const ledger = async () => (await ingest.request('/v1/ledger')).body;
const track = (id: string, more: object = {}) => ({
  type: 'track',
  messageId: id,
  userId: `u-${id}`,
  event: 'Paid',
  ...more,
});

const keyOf = async (source: string): Promise<string> =>
  (await post('/v1/keys', { source, scopes: ['interactions:write'] })).body.key;

const secret = 'a secret of the provider';
const hook = async (source: string, more: object = {}): Promise<string> => {
  const settings = { name: source, adapter: 'meta', source, signingSecrets: [secret], verifyToken: 'a token of mine' };
  return (await post('/v1/webhooks', { ...settings, ...more })).body.path;
};

const deliver = (path: string, body: string): Promise<Answer> =>
  post(path, body, { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }, '');
const comment = (id: string, more = ''): string =>
  `{"field":"feed","value":{"post_id":"P_1","created_time":1795940000,"from":{"id":"f-${id}","name":"A"},"item":"comment","verb":"add","comment_id":"${id}","message":"fine"${more}}}`;
const page = (...changes: string[]): string => `{"object":"page","entry":[{"id":"P","changes":[${changes.join()}]}]}`;

it('keeps a call of a batch that is refused, and lets the rest on', async () => {
  const before = await ledger();
  const good = track('b-good');
  const body = `{"sentAt":"","batch":[${JSON.stringify(good)},{"type":"track","messageId":"b-bad","event":"x\\u0000","userId":"eva@b.example.org"},{"type":"track"}]}`;
  const answer = await post('/v1/batch', body);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      success: false,
      accepted: 1,
      rejected: 2,
      results: [
        { status: 'accepted', id: 'b-good' },
        { status: 'rejected', path: 'event', quarantined: true },
        { status: 'rejected', path: 'event', quarantined: true },
      ],
    },
  });
  await ingest.logged(['b-good']);
  const { quarantine } = await list('reason=refused&source=local');
  expect(quarantine).toHaveLength(2);
  const [incomplete, nul] = await Promise.all(quarantine.map(({ id }: { id: number }) => show(id)));
  expect(nul).toMatchObject({
    state: 'waiting',
    reason: 'refused: event contains the character NUL',
    origin: { topic: topics.interactions.name, group: 'ingest' },
    source: 'local',
    message: { value: '{"type":"track","messageId":"b-bad","event":"x\\u0000","userId":"eva@b.example.org"}' },
    obstacle: expect.stringContaining('Fix it first'),
    meaning: expect.stringContaining('200'),
  });
  expect(incomplete.reason).toContain('event is missing');
  expect(incomplete.reason).toContain('userId is missing');
  const after = await ledger();
  expect(after.quarantined - before.quarantined).toBe(2);
  expect(after.accepted - before.accepted).toBe(3);

  await post('/v1/batch', body.replace('"sentAt":""', '"sentAt":"2026-11-20T10:00:00Z"'));
  expect((await list('reason=refused&source=local')).quarantine).toHaveLength(2);
  expect(await ledger()).toMatchObject({ quarantined: after.quarantined, accepted: after.accepted + 1 });
});

it('fixes, replays and discards what was refused, as anything else', async () => {
  await post('/v1/batch', { batch: [track('f-bad', { timestamp: 'yesterday' }), { type: 'nothing' }] });
  const [discarded, { id }] = (await list('reason=refused&state=waiting&limit=2')).quarantine;
  expect(await list('interaction=f-bad')).toMatchObject({ quarantine: [{ id }] });
  expect((await ingest.request('/v1/interactions/f-bad')).body).toMatchObject({ state: 'quarantined' });
  expect((await post(`/v1/quarantine/${id}/replay`, {})).status).toBe(409);
  const interaction = {
    occurredAt: '2026-01-01T00:00:00Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'paid',
    identifiers: [{ kind: 'user_id', value: 'u-f-bad' }],
  };
  const put = { method: 'PUT', headers: { 'content-type': 'application/json' } };
  expect(await ingest.request(`/v1/quarantine/${id}`, { ...put, body: JSON.stringify({ interaction }) })).toMatchObject(
    {
      status: 200,
    },
  );
  expect(await post(`/v1/quarantine/${id}/replay`, {})).toMatchObject({ status: 200, body: { replayedAs: 'f-bad' } });
  expect((await ingest.logged(['f-bad'])).get('f-bad')).toMatchObject({ ...interaction, source: 'local' });
  expect(await post(`/v1/quarantine/${discarded.id}/discard`, {})).toMatchObject({ body: { state: 'discarded' } });
});

it('puts all onto the log that was refused and can be used now, in one command, and leaves the rest', async () => {
  const key = await keyOf('ahead');
  const soonest = Date.now() + 300_000 + 8000;
  const early = Array.from({ length: 3 }, (_, n) =>
    track(`ahead-${n}`, { timestamp: new Date(soonest).toISOString() }),
  );
  await post('/v1/batch', { batch: [...early, track('ahead-never', { timestamp: 'yesterday' })] }, {}, key);
  expect((await list('source=ahead&state=waiting')).quarantine).toHaveLength(4);
  const replays = async () =>
    (await post('/v1/quarantine/replays', { filter: { reason: 'refused', source: 'ahead' } })).body;
  expect(await replays()).toEqual({ replayed: 0, skipped: 4 });

  await expect.poll(() => Date.now(), soon).toBeGreaterThan(soonest - 300_000);
  expect(await replays()).toEqual({ replayed: 3, skipped: 1 });
  const logged = await ingest.logged(early.map(({ messageId }) => messageId));
  expect(early.map(({ messageId }) => logged.get(messageId))).toMatchObject(
    early.map(() => ({ source: 'ahead', kind: 'paid' })),
  );
  expect((await list('source=ahead&state=waiting')).quarantine).toMatchObject([{ interaction: 'ahead-never' }]);
  expect(await replays()).toEqual({ replayed: 0, skipped: 1 });
});

it('keeps the part of a delivery that is refused, and what no field uses costs nothing', async () => {
  const path = await hook('pages');
  const bad = comment('h-bad').replace('fine', 'n\\u0000ul');
  const mixed = await deliver(path, page(comment('h-1'), bad));
  expect(mixed).toMatchObject({ status: 200, body: { accepted: 1, rejected: 1 } });
  const long = await deliver(path, page(comment('h-2', ',"ad_id":120330000123456789,"x":1e999,"y":"\\u0000"')));
  expect(long).toMatchObject({ status: 200, body: { accepted: 1, rejected: 0 } });
  await ingest.logged(['h-1', 'h-2']);
  const { quarantine } = await list('source=pages');
  expect(quarantine).toMatchObject([
    { reason: 'refused: entry[0].changes[1].value.message contains the character NUL', interaction: 'h-bad' },
  ]);
  await deliver(path, page(comment('h-1'), bad));
  expect((await list('source=pages')).quarantine).toHaveLength(1);
});

it('keeps a delivery that is no body at all, byte for byte', async () => {
  const path = await hook('bytes');
  const bytes = Buffer.from([0x7b, 0xff, 0x00]);
  const signature = createHmac('sha256', secret).update(bytes).digest('hex');
  const answer = await ingest.request(path, {
    method: 'POST',
    key: '',
    body: bytes,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
  });
  expect(answer).toMatchObject({ status: 200, body: { rejected: 1 } });
  const [{ id }] = (await list('source=bytes')).quarantine;
  const { value, headers } = (await show(id)).message;
  expect(headers).toMatchObject({ hilo_encoding: 'base64', content_type: 'application/json' });
  expect(Buffer.from(value, 'base64')).toEqual(bytes);
});

it('keeps so much of a source and no more: then it is sent again, until somebody has looked', async () => {
  const key = await keyOf('flood');
  const flood = (n: number) =>
    post(
      '/v1/batch',
      { batch: [track(`flood-good-${n}`), { type: 'nothing', n, text: 'x'.repeat(200_000) }] },
      {},
      key,
    );
  const statuses: number[] = [];
  for (let n = 0; n < 7; n += 1) statuses.push((await flood(n)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 503, 503]);
  const refused = await flood(7);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.body.detail).toContain('flood');
  await ingest.logged(['flood-good-7']);
  expect((await post('/v1/batch', { batch: [track('flood-well')] }, {}, key)).status).toBe(200);
  expect((await post('/v1/batch', { batch: [{ type: 'nothing' }] })).status).toBe(200);
  const [{ id }] = (await list('source=flood')).quarantine;
  await post(`/v1/quarantine/${id}/discard`, {});
  expect((await flood(8)).status).toBe(200);
});

it('loses whom it names to an erasure, and does not keep it again', async () => {
  const key = await keyOf('erased');
  const body = { batch: [{ type: 'nothing', userId: 'e-1', traits: { mail: 'mail Eva@Erased.example.org, please' } }] };
  const form = 'From=%2B34600550013&Body=%00';
  await post('/v1/batch', body, {}, key);
  const path = await hook('erased', { adapter: 'mapping', signingSecrets: undefined, verifyToken: undefined, mapping });
  await post('/v1/batch', { batch: [{ type: 'nothing', phone: '+34 600 550 013' }] }, {}, key);
  expect((await list('source=erased')).quarantine).toHaveLength(2);
  expect((await post(path, form, { 'content-type': 'application/x-www-form-urlencoded' }, '')).status).toBe(400);
  const named = [
    { kind: 'email', value: 'eva@erased.example.org' },
    { kind: 'phone', value: '+34600550013' },
  ];
  const id = crypto.randomUUID();
  const erasure = {
    id,
    at: new Date().toISOString(),
    subjects: [],
    customers: [],
    names: named.map(names.ofIdentifier),
  };
  await ingest.hilo.log.append(topics.erasures.name, [{ key: id, value: JSON.stringify(erasure) }]);
  await expect.poll(async () => (await list('source=erased')).quarantine.length, soon).toBe(0);
  await post('/v1/batch', body, {}, key);
  expect((await list('source=erased')).quarantine).toEqual([]);
  const pool = openDatabase({
    connectionString: ingest.databaseUrl,
    schema: 'ingest',
    logger: { warn: () => {} },
    maxConnections: 1,
  });
  const { rows } = await pool.query("SELECT waiting_bytes::int AS bytes FROM ingest.refused WHERE source = 'erased'");
  await pool.end();
  expect(rows).toEqual([{ bytes: 0 }]);
});

const mapping = {
  id: '$.id',
  channel: { value: 'web' },
  touchpoint: { value: 'x' },
  kind: { value: 'y' },
  identifiers: { user_id: '$.user' },
  properties: { amount: '$.amount' },
};

it('keeps the digits of a long number where it only describes, and says so; where it names somebody, it does not guess', async () => {
  const posted = `[{"id":"n-1","occurredAt":"2026-01-01T00:00:00Z","channel":"web","touchpoint":"x","kind":"y","identifiers":[{"kind":"user_id","value":"n"}],"properties":{"order":120330000123456789,"a":-0,"b":277.19999999999999,"c":1e20,"d":1E-7}},
    {"id":"n-2","occurredAt":"2026-01-01T00:00:00Z","channel":"web","touchpoint":"x","kind":"y","identifiers":[{"kind":"user_id","value":120330000123456789}]},
    {"id":"n-3","occurredAt":"2026-01-01T00:00:00Z","channel":"web","touchpoint":"x","kind":"y","identifiers":[{"kind":"user_id","value":"n"}],"answers":[{"question":"q","scale":"number","value":120330000123456789}]}]`;
  const note = { path: 'properties.order', reason: 'digits-kept-as-text', message: expect.stringContaining('text') };
  const tooLong = expect.stringContaining('more digits');
  expect(await post('/v1/interactions', posted)).toMatchObject({
    status: 202,
    body: {
      results: [
        { status: 'accepted', id: 'n-1', notes: [note] },
        { status: 'rejected', id: 'n-2', path: 'identifiers[0].value', reason: tooLong },
        { status: 'rejected', id: 'n-3', path: 'answers[0].value', reason: tooLong },
      ],
    },
  });
  const { properties, notes } = (await ingest.logged(['n-1'])).get('n-1') ?? {};
  expect(properties).toEqual({ order: '120330000123456789', a: 0, b: 277.2, c: 1e20, d: 1e-7 });
  expect(notes).toMatchObject([note]);

  const calls = `{"context":{"run":9007199254740993},"batch":[{"type":"track","messageId":"n-4","userId":"n","event":"x","properties":{"o":9007199254740993}},{"type":"track","messageId":"n-5","userId":9007199254740993,"event":"x"},{"type":"identify","messageId":"n-6","userId":"n","traits":{"phone":346005500139007199254}}]}`;
  expect((await post('/v1/batch', calls)).body.results).toMatchObject([
    { status: 'accepted', notes: [{ path: 'properties.o' }, { path: 'context.run' }] },
    { status: 'rejected', path: 'userId', reason: tooLong, quarantined: true },
    { status: 'rejected', path: 'traits.phone', reason: tooLong, quarantined: true },
  ]);
  const path = await hook('numbers', {
    adapter: 'mapping',
    signingSecrets: undefined,
    verifyToken: undefined,
    mapping,
  });
  expect((await post(path, '{"id":120330000123456789,"user":"u","amount":9007199254740993}', {}, '')).status).toBe(200);
  const kept = (await ingest.logged(['120330000123456789'])).get('120330000123456789');
  expect(kept).toMatchObject({ properties: { amount: '9007199254740993' }, notes: [{ path: 'amount' }] });
  expect(await post(path, '{"id":"n-7","user":9007199254740993}', {}, '')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'user', message: tooLong }] },
  });
});

it('says of what is no JSON where it is none, and of an item everything that is wrong', async () => {
  const notJson = await post('/v1/track', '{"messageId":"f4a","userId":"u","event":"x","properties":{"a":NaN}}');
  expect(notJson).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'properties.a', message: expect.stringContaining('NaN is no number of JSON') }] },
  });
  expect(notJson.body.errors[0].message).toContain('at position 62');
  for (const [body, words] of [
    ['{"messageId":"f4b","userId":"u","event":"x","properties":{"a":.5}}', '.5 begins with the point'],
    ['not json', 'a word without quotes'],
  ] as const) {
    const { status, body: problem } = await post('/v1/track', body);
    expect([status, problem.errors[0].message]).toEqual([400, expect.stringContaining(words)]);
  }
  const wrong = { occurredAt: '2999-01-01T00:00:00Z', channel: 'pigeon', identifiers: [{ kind: 'email', value: ' ' }] };
  const { results } = (await post('/v1/interactions', [wrong])).body;
  expect(results[0].errors).toEqual([
    { path: 'channel', reason: expect.stringContaining('is none of web, app') },
    { path: 'touchpoint', reason: expect.stringContaining('is missing') },
    { path: 'kind', reason: expect.stringContaining('is missing') },
    { path: 'occurredAt', reason: expect.stringContaining('future') },
    { path: 'identifiers[0].value', reason: 'is empty' },
  ]);
  expect(results[0]).toMatchObject({ path: 'channel', reason: results[0].errors[0].reason });
  const call = await post('/v1/batch', { batch: [{ type: 'track', properties: 7, timestamp: 'yesterday' }] });
  expect(call.body.results[0].errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'event',
    'properties',
    'timestamp',
    'userId',
  ]);
  expect(JSON.stringify([results, call.body])).not.toContain('Invalid input');
});

it('has no endpoint under an id that is none, however long it is', async () => {
  expect((await post(`/v1/webhooks/${'a'.repeat(101)}/events`, '{}')).status).toBe(404);
  expect((await ingest.request(`/v1/webhooks/${'a'.repeat(101)}/events`)).status).toBe(404);
});
