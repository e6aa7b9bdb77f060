import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Analytics as CustomerIo } from '@customerio/cdp-analytics-node';
import { CustomerRecord } from '@hilo/contracts';
import { retry } from '@hilo/runtime';
import { createTestDatabase, testSeed } from '@hilo/testing';
import RudderStack from '@rudderstack/rudder-sdk-node';
import { Analytics as Segment } from '@segment/analytics-node';
import { CloudEvent, emitterFor, HTTP, Mode } from 'cloudevents';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { createRandom } from '../../scripts/simulate/random.ts';
import { onOneLog } from '../each-log.ts';
import { startLossyProxy } from '../lossy-proxy.ts';

const patience = 1000;

/** A client as a channel system uses it: it posts one event of a customer, and at the end waits until all are posted. */
type Sender = { name: string; send(user: string, n: number): void; finish(): Promise<unknown> };

const segment = (url: string): Sender => {
  const client = new Segment({ writeKey: apiKey, host: url, flushAt: 15, flushInterval: 200, maxRetries: patience });
  return {
    name: 'Segment',
    send: (userId, n) => client.track({ userId, event: 'Viewed', properties: { n } }),
    finish: () => client.closeAndFlush({ timeout: 200_000 }),
  };
};

const rudderStack = (url: string): Sender => {
  const client = new RudderStack(apiKey, {
    dataPlaneUrl: url,
    flushAt: 15,
    flushInterval: 200,
    logLevel: 'none',
    retryCount: patience,
    axiosRetryConfig: { retryDelay: () => 200 },
  });
  const posted: Promise<void>[] = [];
  return {
    name: 'RudderStack',
    send: (userId, n) => {
      const done = Promise.withResolvers<void>();
      posted.push(done.promise);
      client.track({ userId, event: 'Viewed', properties: { n } }, () => done.resolve());
    },
    finish: () => Promise.all(posted),
  };
};

const customerIo = (url: string): Sender => {
  const options = { maxEventsInBatch: 15, flushInterval: 200, maxRetries: patience };
  const client = new CustomerIo({ writeKey: apiKey, host: url, ...options });
  return {
    name: 'Customer.io',
    send: (userId, n) => client.track({ userId, event: 'Viewed', properties: { n } }),
    finish: () => client.closeAndFlush({ timeout: 200_000 }),
  };
};

const cloudEvents = (url: string): Sender => {
  const post = async ({ headers, body }: { headers: object; body?: unknown }): Promise<void> => {
    const sent = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    const all = { ...Object.fromEntries(sent), authorization: `Bearer ${apiKey}` };
    await retry(
      async () => {
        const answer = await fetch(`${url}/v1/interactions`, { method: 'POST', headers: all, body: String(body) });
        if (answer.status !== 202) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
      },
      { shouldRetry: () => true, maxDelayMs: 500 },
    );
  };
  const emitters = [Mode.BINARY, Mode.STRUCTURED].map((mode) => emitterFor(post, { binding: HTTP, mode }));
  const posted: Promise<unknown>[] = [];
  return {
    name: 'CloudEvents',
    send: (user, n) => {
      const identifiers = [{ kind: 'user_id', value: user }];
      const data = { channel: 'store', touchpoint: 'till', kind: 'viewed', identifiers };
      const event = new CloudEvent({ source: `/${user}`, type: 'com.example.viewed', data });
      const emit = emitters[n % 2];
      if (emit) posted.push(emit(event));
    },
    finish: () => Promise.all(posted),
  };
};

onOneLog('Hilo killed with -9 and started again under the SDKs', (log) => {
  const kills = 4;
  it(`has every event once, as if nothing had happened (${kills} kills)`, async () => {
    await using opened = new AsyncDisposableStack();
    const database = await createTestDatabase();
    opened.defer(() => database.drop());
    const start = (port?: string): Promise<HiloProcess> =>
      startHilo({ databaseUrl: database.url, log, port, environment: { HILO_KAFKA_INSTANCE_ID: 'killed' } });
    let hilo = await start();
    opened.defer(async () => {
      await hilo.stop();
    });
    const { url, client } = hilo;
    const run = randomUUID().slice(0, 8);
    const random = createRandom(testSeed());
    const senders = [segment(url), rudderStack(url), customerIo(url), cloudEvents(url)];

    let killing = true;
    let sent = 0;
    const send = async (): Promise<void> => {
      for (; killing; sent += 1) {
        for (const sender of senders) sender.send(`${sender.name}-${run}`, sent);
        await delay(20);
      }
    };
    const kill = async (): Promise<void> => {
      for (let n = 0; n < kills; n += 1) {
        await delay(300 + random.below(1500));
        await hilo.kill();
        hilo = await start(new URL(url).port);
      }
      killing = false;
    };
    await Promise.all([kill(), send()]);
    await Promise.all(senders.map(({ finish }) => finish()));

    const { inFlight, duplicate } = await untilThrough(client);
    expect(inFlight).toBe(0);
    console.log(`${sent} events by each of ${senders.length} SDKs, ${duplicate} of them posted again`);
    for (const { name } of senders) {
      const record = await client.post(
        '/v1/customers/lookup',
        { kind: 'user_id', value: `${name}-${run}` },
        CustomerRecord,
      );
      expect([name, record.interactions.total]).toEqual([name, sent]);
    }
  });
});

it('has nothing in the quarantine where every first answer is lost and the SDKs send again', async () => {
  await using opened = new AsyncDisposableStack();
  const database = await createTestDatabase();
  opened.defer(() => database.drop());
  const hilo = opened.use(await startHilo({ databaseUrl: database.url }));
  const proxy = opened.use(await startLossyProxy(hilo.url));
  const senders = [segment(proxy.url), rudderStack(proxy.url), customerIo(proxy.url), cloudEvents(proxy.url)];
  const sent = 40;
  for (let n = 0; n < sent; n += 1) {
    for (const sender of senders) sender.send(sender.name, n);
    await delay(20);
  }
  await Promise.all(senders.map(({ finish }) => finish()));

  const { duplicate, quarantined } = await untilThrough(hilo.client);
  console.log(`${proxy.lost()} answers were lost, ${duplicate} events posted again`);
  expect(duplicate).toBeGreaterThanOrEqual(sent * senders.length);
  expect(quarantined).toBe(0);
  for (const { name } of senders) {
    const record = await hilo.client.post('/v1/customers/lookup', { kind: 'user_id', value: name }, CustomerRecord);
    expect([name, record.interactions.total]).toEqual([name, sent]);
  }
  // In truth another content is still set aside.
  for (const amount of [1, 2]) {
    const call = { messageId: 'paid', userId: 'ana', event: 'Paid', properties: { amount } };
    await hilo.client.post('/v1/track', call, z.unknown());
  }
  expect(await untilThrough(hilo.client)).toMatchObject({ quarantined: 1 });
});

it('knows who was aliased as one customer, whichever name is asked for', async () => {
  await using opened = new AsyncDisposableStack();
  const database = await createTestDatabase();
  opened.defer(() => database.drop());
  const hilo = opened.use(await startHilo({ databaseUrl: database.url }));
  const [anonymousId, userId] = [randomUUID(), randomUUID()];
  const client = new Segment({ writeKey: apiKey, host: hilo.url });
  client.page({ anonymousId, name: 'Pricing' });
  client.track({ userId, event: 'Signed Up' });
  client.alias({ previousId: anonymousId, userId });
  client.identify({ userId, traits: { email: `${userId}@example.org`, firstName: 'Ana' } });
  await client.closeAndFlush();
  await untilThrough(hilo.client);
  const identifiers = [
    ['user_id', userId],
    ['anonymous_id', anonymousId],
    ['email', `${userId}@example.org`],
  ];
  const records = await Promise.all(
    identifiers.map(([kind, value]) => hilo.client.post('/v1/customers/lookup', { kind, value }, CustomerRecord)),
  );
  expect(new Set(records.map(({ id }) => id)).size).toBe(1);
  expect(records[0]).toMatchObject({ interactions: { total: 4 }, traits: { givenName: { value: 'Ana' } } });
});
