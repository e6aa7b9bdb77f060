import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startIngest } from './started.ts';

let ingest: Started;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.stop());

const posted = {
  channel: 'web',
  touchpoint: 'desk',
  kind: 'viewed',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
};
const post = (path: string, body: unknown, type = 'application/json') =>
  ingest.request(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } });

it.each([
  ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00:00.120+01:00', '2026-03-01T10:00:00.120+01:00'],
  ['2026-03-01T10:00:00.123567Z', '2026-03-01T10:00:00.123Z'],
  ['2026-03-01T10:00:00.9995+01:00', '2026-03-01T09:00:00.999Z'],
  ['2025-12-31T23:59:59.9999999Z', '2025-12-31T23:59:59.999Z'],
  ['2026-03-01T10:00:00+0100', '2026-03-01T09:00:00.000Z'],
  ['20260301T100000Z', '2026-03-01T10:00:00.000Z'],
  ['2026-03-01t10:00:00z', '2026-03-01T10:00:00.000Z'],
  ['2026-02-28T24:00:00Z', '2026-03-01T00:00:00.000Z'],
])('takes %s, and the log has it in milliseconds', async (occurredAt, kept) => {
  const [id, spaced, nameless] = ['', ' spaced', ' event'].map((suffix) => occurredAt + suffix);
  // As JSON is written here, with space, and as an event: the first may go into the log as it was sent.
  await post('/v1/interactions', [{ id, occurredAt, ...posted, properties: { occurredAt: 'as it is' } }]);
  await ingest.request('/v1/interactions', {
    method: 'POST',
    body: JSON.stringify({ id: spaced, occurredAt, ...posted }, null, 2),
    headers: { 'content-type': 'application/json' },
  });
  const event = { specversion: '1.0', id: nameless, source: '/s', type: 't', time: occurredAt, data: posted };
  expect((await post('/v1/interactions', event, 'application/cloudevents+json')).status).toBe(202);
  const ids = [`${id}`, `${spaced}`, `ce:/s ${nameless}`];
  const log = await ingest.logged(ids);
  expect(ids.map((one) => log.get(one)?.occurredAt)).toEqual([kept, kept, kept]);
  expect(log.get(`${id}`)?.properties).toEqual({ occurredAt: 'as it is' });
});

it.each([
  ['2026-03-01T10:00:00', 'needs an offset, such as Z or +01:00'],
  ['2026-03-01T10:00:00+16:00', 'has an offset beyond ±14:00, which no place on earth has'],
  [`2026-03-01T10:00:00.${'1'.repeat(10)}Z`, 'has more than nine digits of a second'],
  [`2026-03-01T10:00:00.${'1'.repeat(200)}Z`, 'has more than nine digits of a second'],
  ['2026-03-01', 'is a day without a time; write it as 2026-11-20T10:00:00Z'],
  [1_772_359_200, 'is no text; write it as 2026-11-20T10:00:00Z'],
])('refuses %s on every way in, with the same words', async (time, reason) => {
  const item = await post('/v1/interactions', [{ occurredAt: time, ...posted }]);
  expect(item.body.results).toMatchObject([{ status: 'rejected', path: 'occurredAt', reason }]);
  const one = await post('/v1/interactions', { occurredAt: time, ...posted });
  expect(one).toMatchObject({ status: 400, body: { errors: [{ path: 'occurredAt', message: reason }] } });
  const event = { specversion: '1.0', id: 'e', source: '/s', type: 't', time, data: posted };
  const structured = await post('/v1/interactions', event, 'application/cloudevents+json');
  expect(structured).toMatchObject({ status: 400, body: { errors: [{ path: 'time', message: reason }] } });
});

it('takes from an SDK what ISO 8601 and Postgres write, and says truly what is wrong with the rest', async () => {
  const track = async (timestamp: string) =>
    (await post('/v1/track', { messageId: `f1 ${timestamp}`, userId: 'f1-user', event: 'x', timestamp })).body;
  const good: [string, string][] = [
    ['2026-11-20T10:00:00+01', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20 10:00:00+00', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00,123Z', '2026-11-20T10:00:00.123Z'],
    ['20261120T100000Z', '2026-11-20T10:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2026-11-20T24:00:00Z', '2026-11-21T00:00:00.000Z'],
  ];
  for (const [timestamp] of good) await track(timestamp);
  const log = await ingest.logged(good.map(([timestamp]) => `f1 ${timestamp}`));
  expect(good.map(([timestamp]) => log.get(`f1 ${timestamp}`)?.occurredAt)).toEqual(good.map(([, instant]) => instant));
  expect((await track('2026-W47-5')).errors).toMatchObject([
    { path: 'timestamp', message: 'is a week date; write it as 2026-11-20T10:00:00Z' },
  ]);
});

it('counts an empty time of an SDK as absent', async () => {
  const call = { type: 'track', userId: 'f2-user', event: 'x', timestamp: '2026-11-20T10:01:00Z' };
  const { body } = await post('/v1/batch', {
    sentAt: '',
    batch: [
      { ...call, messageId: 'f2' },
      { ...call, messageId: 'f2-own', sentAt: '' },
      { ...call, messageId: 'f2-original', timestamp: '', originalTimestamp: '2026-11-20T10:02:00Z' },
    ],
  });
  expect(body).toMatchObject({ success: true });
  const log = await ingest.logged(['f2', 'f2-own', 'f2-original']);
  expect(log.get('f2')?.occurredAt).toBe('2026-11-20T10:01:00.000Z');
  expect(log.get('f2-own')?.occurredAt).toBe('2026-11-20T10:01:00.000Z');
  expect(log.get('f2-original')?.occurredAt).toBe('2026-11-20T10:02:00.000Z');
});
