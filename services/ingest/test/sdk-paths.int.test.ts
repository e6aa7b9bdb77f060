import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootKey, type Started, startIngest } from './started.ts';

let started: Started;

beforeAll(async () => {
  started = await startIngest();
});
afterAll(async () => {
  await started.stop();
});

const basic = { authorization: `Basic ${Buffer.from(`${rootKey}:`).toString('base64')}` };
const send = (path: string, body: unknown, headers: Record<string, string> = basic) =>
  started.request(path, { method: 'POST', key: '', body: JSON.stringify(body), headers });
const track = (messageId: string) => ({ type: 'track', messageId, userId: 'u-1', event: 'Viewed' });

describe('a client posts by the path that it knows:', () => {
  it.each(['/v1/t', '/v1/track'])('%s', async (path) => {
    const messageId = `of ${path}`;
    // A browser says that its JSON is text, and has its key in the body.
    const sent = await send(path, { ...track(messageId), writeKey: rootKey }, { 'content-type': 'text/plain' });
    expect(sent).toMatchObject({ status: 200, body: { success: true } });
    await started.logged([messageId]);
  });

  it.each([
    ['/v1/i', { traits: { email: 'a@example.org' } }],
    ['/v1/p', { name: 'Pricing' }],
    ['/v1/s', { name: 'Home' }],
    ['/v1/g', { groupId: 'g-1' }],
    ['/v1/a', { previousId: 'a-1' }],
  ])('%s', async (path, fields) => {
    const messageId = `of ${path}`;
    expect(await send(path, { messageId, userId: 'u-1', ...fields })).toMatchObject({ status: 200 });
    await started.logged([messageId]);
  });

  it.each(['/v1/b', '/v1/import', '/v1/import/', '/v1/batch'])('%s', async (path) => {
    const messageId = `of ${path}`;
    expect(await send(path, { batch: [track(messageId)], sentAt: new Date().toISOString() })).toMatchObject({
      status: 200,
      body: { success: true, accepted: 1 },
    });
    await started.logged([messageId]);
  });

  it('/beacon/v1/batch, with the key in the address', async () => {
    const path = `/beacon/v1/batch?writeKey=${encodeURIComponent(rootKey)}`;
    const sent = await send(path, { batch: [track('of a beacon')] }, { 'content-type': 'text/plain;charset=UTF-8' });
    expect(sent).toMatchObject({ status: 200, body: { success: true } });
    await started.logged(['of a beacon']);
  });

  it('with its body as gzip', async () => {
    const body = gzipSync(JSON.stringify({ batch: [track('of gzip')] }));
    const headers = { ...basic, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const sent = await started.request('/v1/import/', { method: 'POST', key: '', body, headers });
    expect(sent).toMatchObject({ status: 200, body: { success: true } });
    await started.logged(['of gzip']);
  });
});

/** Not run: what these clients send, put together from their sources, which are named. */
describe('a client that cannot be run here is taken as its source says that it posts:', () => {
  it('Segment for .NET 3 (Analytics.NET, Analytics/Request/BlockingRequestHandler.cs)', async () => {
    const body = {
      batch: [
        {
          type: 'track',
          messageId: 'of .NET',
          userId: 'u-1',
          anonymousId: null,
          event: 'Viewed',
          properties: { n: 1 },
          // DateTime.ToString("o") has seven digits.
          timestamp: '2026-11-20T10:00:00.1234567+01:00',
          context: { library: { name: 'Analytics.NET', version: '3.8.0' } },
          integrations: {},
        },
      ],
      messageId: '5e2a1c6e-0000-4000-8000-000000000001',
      sentAt: '2026-11-20T10:00:01.7654321+01:00',
    };
    expect(await send('/v1/import', body, { ...basic, 'content-type': 'application/json' })).toMatchObject({
      status: 200,
      body: { success: true },
    });
    await started.logged(['of .NET']);
  });

  it('Segment for Swift 1.7 (analytics-swift, Sources/Segment/Utilities/Networking/HTTPClient.swift)', async () => {
    const event = { ...track('of Swift'), anonymousId: 'A1', timestamp: '2026-11-20T10:00:00.123Z', integrations: {} };
    const body = { batch: [event], sentAt: '2026-11-20T10:00:01.123Z', writeKey: rootKey };
    const headers = { 'content-type': 'application/json; charset=utf-8', 'accept-encoding': 'gzip' };
    expect(await send('/v1/b', body, headers)).toMatchObject({ status: 200, body: { success: true } });
    await started.logged(['of Swift']);
  });
});

describe('an error has the code and the message that clients read, beside the problem:', () => {
  it('a key that is none', async () => {
    expect(await send('/v1/batch', { batch: [] }, { authorization: 'Basic bm8gc3VjaCBrZXk6' })).toMatchObject({
      status: 401,
      body: {
        status: 401,
        title: 'Not authorised',
        code: 'not_authorised',
        message: expect.stringContaining('valid key'),
      },
    });
  });

  it('a call that names nobody', async () => {
    expect(await send('/v1/t', { messageId: 'x', event: 'Viewed' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_interaction', message: expect.stringContaining('userId'), errors: [{ path: 'userId' }] },
    });
  });

  it('a body that is no batch', async () => {
    expect(await send('/v1/import', {})).toMatchObject({ status: 400, body: { code: 'invalid_call' } });
  });
});

describe('a client asks what it is to do, and learns', () => {
  const get = (path: string, headers: Record<string, string> = {}) => started.request(path, { key: '', headers });

  it('of Segment: to post here, by the address that it asked at', async () => {
    const here = { apiHost: `${new URL(started.hilo.url).host}/v1`, protocol: 'http', apiKey: rootKey };
    const answer = await get(`/v1/projects/${rootKey}/settings`);
    expect(answer).toMatchObject({
      status: 200,
      body: { integrations: { 'Segment.io': here }, metrics: { sampleRate: 0 } },
    });
    // With a second destination, Segment's client loads more of itself from Segment.
    expect(Object.keys(answer.body.integrations)).toEqual(['Segment.io']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const behind = { 'x-forwarded-host': 'events.example.org', 'x-forwarded-proto': 'https' };
    expect(await get(`/v1/projects/${rootKey}/settings`, behind)).toMatchObject({
      body: { integrations: { 'Segment.io': { apiHost: 'events.example.org/v1', protocol: 'https' } } },
    });
    expect(await get('/v1/projects/no-key/settings')).toMatchObject({ status: 401 });
  });

  it('of Customer.io: the same under its own name', async () => {
    const { body } = await get(`/customerio/v1/projects/${rootKey}/settings`);
    expect(body.integrations).toEqual({ 'Customer.io Data Pipelines': expect.objectContaining({ protocol: 'http' }) });
  });

  it('of RudderStack: that it is enabled, and has no other destination', async () => {
    for (const path of ['/sourceConfig', '/sourceConfig/?p=npm&v=3.34.1&writeKey=x']) {
      expect(await get(path, basic)).toMatchObject({
        status: 200,
        body: { source: { enabled: true, destinations: [], config: {} } },
      });
    }
    expect(await get('/sourceConfig/')).toMatchObject({ status: 401 });
  });
});
