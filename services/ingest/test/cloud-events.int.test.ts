import { CloudEvent, HTTP } from 'cloudevents';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startIngest } from './started.ts';

let started: Started;

beforeAll(async () => {
  started = await startIngest();
});
afterAll(async () => {
  await started.stop();
});

const data = {
  channel: 'store',
  touchpoint: 'till',
  kind: 'bought',
  identifiers: [{ kind: 'loyalty_id', value: 'L-1' }],
};
const event = (id: string, fields = {}) =>
  new CloudEvent({
    id,
    source: '/tills/4',
    type: 'com.example.sale',
    subject: 'caja nº 4',
    time: '2026-01-01T10:00:00.000Z',
    data,
    ...fields,
  });
const send = (body: unknown, headers: Record<string, string>) =>
  started.request('/v1/interactions', { method: 'POST', body: String(body), headers });
const textual = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, encodeURIComponent(String(value))]));

it('takes what the SDK of CloudEvents sends, binary and structured', async () => {
  const binary = HTTP.binary(event('1'));
  const { 'content-type': type, ...attributes } = binary.headers;
  expect(await send(binary.body, { 'content-type': String(type), ...textual(attributes) })).toMatchObject({
    status: 202,
    body: { accepted: 1, results: [{ id: 'ce:/tills/4 1' }] },
  });
  const structured = HTTP.structured(event('2'));
  expect((await send(structured.body, { 'content-type': String(structured.headers['content-type']) })).status).toBe(
    202,
  );
  const log = await started.logged(['ce:/tills/4 1', 'ce:/tills/4 2']);
  for (const id of ['1', '2']) {
    expect(log.get(`ce:/tills/4 ${id}`)).toMatchObject({
      ...data,
      source: 'local',
      occurredAt: '2026-01-01T10:00:00.000Z',
      context: { cloudevent: { id, source: '/tills/4', type: 'com.example.sale', subject: 'caja nº 4' } },
    });
  }
});

it('takes a batch, in which one that is wrong costs that one alone', async () => {
  const encoded = {
    ...event('4').toJSON(),
    data: undefined,
    data_base64: Buffer.from(JSON.stringify(data)).toString('base64'),
  };
  const batch = [event('3'), encoded, { ...event('5').toJSON(), specversion: '0.3' }];
  const body = `[${batch.map((one) => JSON.stringify(one)).join(',')},{"id":"\\ud800"}]`;
  expect(await send(body, { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' })).toMatchObject({
    status: 202,
    body: {
      accepted: 2,
      results: [{ status: 'accepted' }, { status: 'accepted' }, { id: '5', path: 'specversion' }, { path: 'id' }],
    },
  });
  await started.logged(['ce:/tills/4 3', 'ce:/tills/4 4']);
});

it.each([
  ['another version', { ...event('6').toJSON(), specversion: '0.3' }, 'specversion'],
  ['no data', { ...event('6').toJSON(), data: undefined }, 'data'],
  ['a wrong field', { ...event('6').toJSON(), data: { ...data, channel: 'pigeon' } }, 'data.channel'],
  ['a time to come', { ...event('6').toJSON(), time: '2999-01-01T00:00:00Z' }, 'time'],
])('refuses %s and names the field', async (_name, given, path) => {
  expect(await send(JSON.stringify(given), { 'content-type': 'application/cloudevents+json' })).toMatchObject({
    status: 400,
    body: { errors: [{ path }] },
  });
});

it.each([
  ['ce-source', '%'],
  ['ce-subject', '%00'],
  ['ce-specversion', '2.0'],
])('refuses the header %s with %s', async (header, value) => {
  const headers = { 'ce-id': '7', 'ce-source': '/s', 'ce-type': 't', 'ce-specversion': '1.0', [header]: value };
  expect((await send(JSON.stringify(data), { 'content-type': 'application/json', ...headers })).status).toBe(400);
});

const structured = { 'content-type': 'application/cloudevents+json' };
const own = { specversion: '1.0', source: '/orders', type: 'com.example.order', time: '2026-01-01T10:01:00Z', data };

it('takes null for unset, as the JSON format has it', async () => {
  const { time: _time, data: _data, ...attributes } = own;
  const occurredAt = '2026-01-01T10:01:00Z';
  const given = [
    { ...attributes, id: 'n-1', time: null, data: { ...data, occurredAt } },
    { ...own, id: 'n-2', data_base64: null, subject: null, dataschema: null },
    { ...own, id: 'n-3', data: null, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') },
  ];
  for (const one of given)
    expect([one.id, (await send(JSON.stringify(one), structured)).status]).toEqual([one.id, 202]);
  const log = await started.logged(given.map(({ id }) => `ce:/orders ${id}`));
  expect(log.get('ce:/orders n-1')).toMatchObject({ occurredAt });
  expect(log.get('ce:/orders n-2')?.context).toEqual({
    cloudevent: { id: 'n-2', source: '/orders', type: 'com.example.order' },
  });
});

it('takes quotes and escapes off the headers, and percent-encoding once', async () => {
  const attributes = {
    'ce-specversion': '1.0',
    'ce-source': '/orders',
    'ce-type': 't',
    'ce-time': '2026-01-01T10:01:00Z',
  };
  const subjects = [
    ['"quoted value"', 'quoted value'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
    ['caja%20n%C2%BA%204', 'caja nº 4'],
    ['"caja%20n%C2%BA"', 'caja nº'],
    ['100%2525', '100%25'],
    ['half "quoted"', 'half "quoted"'],
    ['"', '"'],
  ] as const;
  for (const [n, [written]] of subjects.entries()) {
    const headers = { ...attributes, 'content-type': 'application/json', 'ce-id': `h-${n}`, 'ce-subject': written };
    expect([written, (await send(JSON.stringify(data), headers)).status]).toEqual([written, 202]);
  }
  const log = await started.logged(subjects.map((_, n) => `ce:/orders h-${n}`));
  for (const [n, [, read]] of subjects.entries()) {
    expect(log.get(`ce:/orders h-${n}`)?.context).toMatchObject({ cloudevent: { subject: read } });
  }
  const empty = { ...attributes, 'content-type': 'application/json', 'ce-id': 'h-empty', 'ce-subject': '' };
  expect((await send(JSON.stringify(data), empty)).status).toBe(202);
});

it('takes whatever is JSON by its type, and binary events of which nobody says the type', async () => {
  const attributes = {
    'ce-specversion': '1.0',
    'ce-source': '/orders',
    'ce-type': 't',
    'ce-time': '2026-01-01T10:01:00Z',
  };
  const body = Buffer.from(JSON.stringify(data));
  for (const type of ['application/vnd.acme.order+json', 'application/x+json; charset=utf-8', 'TEXT/JSON', undefined]) {
    const headers = { ...attributes, 'ce-id': `t-${type}`, ...(type !== undefined && { 'content-type': type }) };
    const answer = await started.request('/v1/interactions', { method: 'POST', body, headers });
    expect([type, answer.status]).toEqual([type, 202]);
  }
  const plain = { ...data, id: 'plain', occurredAt: '2026-01-01T10:01:00Z' };
  expect((await send(JSON.stringify(plain), { 'content-type': 'application/vnd.acme+json' })).status).toBe(202);
  for (const [headers, words] of [
    [{ ...attributes, 'ce-id': 'x', 'content-type': 'text/plain' }, 'text/plain'],
    [{ 'content-type': 'application/xml' }, 'application/xml'],
  ] as const) {
    const refused = await send(JSON.stringify(plain), headers);
    expect(refused).toMatchObject({ status: 415, body: { detail: expect.stringContaining(words) } });
  }
});

it.each([
  ['!!!', 'is no base64'],
  ['YWJ', 'is no base64'],
  ['e30=e30=', 'is no base64'],
  [7, 'is no base64'],
  [Buffer.from('{"a":NaN}').toString('base64'), 'in base64 is not JSON: NaN is no number of JSON'],
  ['', 'in base64 is empty'],
])('refuses %j as data in base64, and says why', async (encoded, words) => {
  const { data: _data, ...attributes } = own;
  const refused = await send(JSON.stringify({ ...attributes, id: 'b', data_base64: encoded }), structured);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringContaining(words) }] } });
  expect(refused.body.errors[0].path).toMatch(/^data_base64/);
});

it('names everything that is wrong with an event, in words', async () => {
  const wrong = { ...own, id: 7, source: 'a b', data: { ...data, channel: 'pigeon', touchpoint: undefined } };
  const both = { ...own, id: 'both', data_base64: 'e30=' };
  const refused = await send(JSON.stringify(wrong), structured);
  expect(refused.body.errors.map(({ path, message }: { path: string; message: string }) => [path, message])).toEqual([
    ['id', 'is a number, and has to be text; for example "17"'],
    ['source', 'is no URI reference: it contains white space'],
    ['data.channel', expect.stringContaining('is none of web, app')],
    ['data.touchpoint', 'is missing; it has to be text; for example "checkout"'],
  ]);
  expect((await send(JSON.stringify(both), structured)).body.errors).toMatchObject([{ path: 'data_base64' }]);
});
