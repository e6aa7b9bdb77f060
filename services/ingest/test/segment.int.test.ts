import { Analytics as CustomerIo } from '@customerio/cdp-analytics-node';
import RudderStack from '@rudderstack/rudder-sdk-node';
import { Analytics as Segment } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootKey, type Started, startIngest } from './started.ts';

let started: Started;

beforeAll(async () => {
  started = await startIngest();
});
afterAll(async () => {
  await started.stop();
});

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });
const post = (path: string, body: unknown, headers: Record<string, string> = basic(rootKey)) =>
  started.request(path, {
    method: 'POST',
    key: '',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const ids = (prefix: string): string[] =>
  ['track', 'identify', 'page', 'screen', 'group', 'alias'].map((type) => `${prefix}-${type}`);

describe('an SDK, unchanged,', () => {
  it('of Segment has every call stored', async () => {
    const client = new Segment({ writeKey: rootKey, host: started.hilo.url, flushAt: 4 });
    const failures: unknown[] = [];
    client.on('error', (error) => failures.push(error));
    client.track({ userId: 'u-1', event: 'Order Completed', properties: { revenue: 3 }, messageId: 's-track' });
    client.identify({ userId: 'u-1', traits: { email: 'ana@example.org' }, messageId: 's-identify' });
    client.page({ anonymousId: 'a-1', name: 'Pricing', properties: { path: '/pricing' }, messageId: 's-page' });
    client.screen({ anonymousId: 'a-1', name: 'Home', messageId: 's-screen' });
    client.group({ userId: 'u-1', groupId: 'g-1', traits: { plan: 'gold' }, messageId: 's-group' });
    client.alias({ userId: 'u-1', previousId: 'a-1', messageId: 's-alias' });
    await client.closeAndFlush();
    const log = await started.logged(ids('s'));
    expect(failures).toEqual([]);
    expect(log.get('s-track')).toMatchObject({
      source: 'local',
      kind: 'order_completed',
      identifiers: [{ kind: 'user_id', value: 'u-1' }],
      properties: { event: 'Order Completed', revenue: 3 },
    });
    expect(log.get('s-identify')).toMatchObject({ traits: { email: 'ana@example.org' } });
    expect(log.get('s-page')).toMatchObject({ channel: 'web', touchpoint: 'pricing' });
    expect(log.get('s-group')).toMatchObject({ traits: { group: { id: 'g-1', plan: 'gold' } } });
  });

  it('of RudderStack has every call stored, although it calls its gzip a form', async () => {
    const client = new RudderStack(rootKey, { dataPlaneUrl: started.hilo.url, flushAt: 3, logLevel: 'none' });
    // Its types know no messageId; it takes one all the same.
    const of = (type: string) => ({ userId: 'u-2', messageId: `r-${type}` });
    const at = new Date(Date.now() - 86_400_000);
    client.track({ ...of('track'), event: 'Signed Up', timestamp: at });
    client.identify({ ...of('identify'), traits: { phone: '+34600000002' } });
    client.page({ ...of('page'), name: 'Pricing' });
    client.screen({ ...of('screen'), name: 'Home' });
    client.group({ ...of('group'), groupId: 'g-2' });
    client.alias({ ...of('alias'), previousId: 'a-2' });
    await client.flush();
    await client.flush();
    const log = await started.logged(ids('r'));
    expect(log.get('r-identify')).toMatchObject({ identifiers: [{ kind: 'user_id' }, { value: '+34600000002' }] });
    expect(Math.abs(Date.parse(log.get('r-track')?.occurredAt ?? '') - at.getTime())).toBeLessThan(5000);
  });

  it('of Customer.io has every call stored', async () => {
    const client = new CustomerIo({ writeKey: rootKey, host: started.hilo.url, maxEventsInBatch: 2 });
    client.track({ userId: 'u-3', event: 'Signed Up', messageId: 'c-track' });
    client.identify({ userId: 'u-3', traits: { email: 'luis@example.org' }, messageId: 'c-identify' });
    client.page({ userId: 'u-3', name: 'Pricing', messageId: 'c-page' });
    client.screen({ userId: 'u-3', name: 'Home', messageId: 'c-screen' });
    client.group({ userId: 'u-3', groupId: 'g-3', messageId: 'c-group' });
    client.alias({ userId: 'u-3', previousId: 'a-3', messageId: 'c-alias' });
    await client.closeAndFlush();
    await started.logged(ids('c'));
  });
});

it('is described with every call, by OpenAPI', async () => {
  const { openapi, paths } = (await started.request('/docs/json')).body;
  expect(openapi).toBe('3.1.0');
  for (const name of ['track', 'identify', 'page', 'screen', 'group', 'alias', 'batch']) {
    expect(paths[`/v1/${name}`].post.requestBody.content['application/json'].schema, name).toBeDefined();
  }
  expect(Object.keys(paths['/v1/interactions'].post.requestBody.content)).toContain('application/cloudevents+json');
});

const call = { type: 'track', userId: 'u-9', event: 'Clicked' };

describe('a batch', () => {
  it('with bad calls is answered with 200, and costs the bad calls alone', async () => {
    const good = [
      { ...call, messageId: 'b-1' },
      { ...call, messageId: 'b-2' },
    ].map((one) => JSON.stringify(one));
    const bad = [
      ['{"type":"track","userId":"u","event":"\\u0000"}', 'event'],
      ['{"type":"track","userId":"u","event":"x","properties":{"n":1e999}}', 'properties.n'],
      ['{"type":"track","event":"x","messageId":"b-3"}', 'userId'],
      ['{"type":"sing","userId":"u"}', 'type'],
      ['{"userId":"u","userId":"v"}', 'userId'],
      [`{"type":"identify","userId":"u","traits":{"a":"${'x'.repeat(40_000)}"}}`, 'traits'],
      [`{"type":"track","userId":"${'u'.repeat(600)}","event":"x"}`, 'userId'],
      ['{"type":"track","userId":"u","event":"x","timestamp":"2999-01-01T00:00:00Z"}', 'timestamp'],
      ['7', ''],
    ];
    const answer = await post('/v1/batch', `{"batch":[${[...good, ...bad.map(([text]) => text)].join(',')}]}`);
    expect(answer).toMatchObject({ status: 200, body: { success: false, accepted: 2, rejected: bad.length } });
    expect(answer.body.results.slice(2).map(({ path }: { path: string }) => path)).toEqual(bad.map(([, path]) => path));
    expect(answer.body.results[4].id).toBe('b-3');
    await started.logged(['b-1', 'b-2']);
  });

  it('with a byte that is not UTF-8 costs the call that it stands in', async () => {
    const [head, tail] = [
      '{"batch":[{"type":"track","userId":"u","event":"',
      `"},${JSON.stringify({ ...call, messageId: 'b-4' })}]}`,
    ];
    const body = Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from(tail)]);
    const response = await fetch(`${started.hilo.url}/v1/batch`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: basic(rootKey),
    });
    expect(await response.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [{ reason: 'is not valid UTF-8' }, { id: 'b-4' }],
    });
  });

  it('without calls is fine, and what is no batch is not', async () => {
    expect(await post('/v1/batch', { batch: [] })).toMatchObject({ status: 200, body: { success: true, accepted: 0 } });
    expect(await post('/v1/batch', { batch: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'batch' }] },
    });
    expect((await post('/v1/batch', '{"batch":[')).status).toBe(400);
    expect((await post('/v1/batch', { batch: Array(5001).fill(1) })).status).toBe(413);
  });
});

describe('a single call', () => {
  it('is stored, or refused with the path of the field', async () => {
    expect(await post('/v1/track', { ...call, messageId: 'o-1' })).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect(await post('/v1/track', { event: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'userId' }] },
    });
    expect(await post('/v1/track', { ...call, context: { a: ['\0'] } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'context.a[0]' }] },
    });
    await started.logged(['o-1']);
  });

  it('may have its key in the body; a wrong one is a 401 and nothing else is', async () => {
    const body = { ...call, messageId: 'o-2', writeKey: rootKey };
    expect((await post('/v1/track', body, { 'content-type': 'text/plain' })).status).toBe(200);
    expect((await post('/v1/batch', { batch: [call], writeKey: rootKey }, basic(''))).status).toBe(200);
    expect((await post('/v1/track', { ...body, writeKey: 'wrong' }, {})).status).toBe(401);
    expect((await post('/v1/track', call, {})).status).toBe(401);
    expect((await post('/v1/track', call, basic('wrong'))).status).toBe(401);
    expect(JSON.stringify((await started.logged(['o-2'])).get('o-2'))).not.toContain(rootKey);
  });
});
