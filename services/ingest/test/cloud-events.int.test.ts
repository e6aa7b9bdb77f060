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
