import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as onTwilio from '../domain/webhooks/fixtures/twilio.ts';
import * as onWhatsApp from '../domain/webhooks/fixtures/whatsapp.ts';
import * as onZendesk from '../domain/webhooks/fixtures/zendesk.ts';
import { ingest } from '../service.ts';
import { rootKey, type Started, startIngest } from './started.ts';

let started: Started;

beforeAll(async () => {
  started = await startIngest();
});
afterAll(async () => {
  await started.stop();
});

const json = { 'content-type': 'application/json' };
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, key = rootKey) =>
  started.request(path, {
    method,
    key,
    headers: { ...(body !== undefined && json), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const make = async (fields: Record<string, unknown>): Promise<{ id: string; path: string }> => {
  const { status, body } = await send('POST', '/v1/webhooks', { name: 'Test', source: 'test', ...fields });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
};
/** A delivery as a provider sends it: without a key. */
const deliver = async (path: string, body: string | Buffer, headers: Record<string, string>) => {
  const answer = await fetch(`${started.hilo.url}${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};
const signedByMeta = (body: string, secret: string) => ({
  ...json,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const signedByTwilio = (url: string, fields: Record<string, string>, token: string) => {
  const signed =
    url +
    Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64'),
  };
};
const accepted = async (): Promise<number> => (await started.request('/v1/ledger')).body.accepted;

const mapping = {
  id: { template: 'b-{$.number}' },
  channel: { value: 'call_centre' },
  touchpoint: { value: 'desk' },
  kind: '$.type',
  identifiers: { email: '$.mail' },
};

describe('a signed body', () => {
  it('of WhatsApp becomes one interaction however often it is delivered, from the source of the endpoint', async () => {
    const secret = 'the secret of the app';
    const { path } = await make({
      adapter: 'whatsapp',
      source: 'shop',
      signingSecrets: [secret],
      verifyToken: 'a verify token',
    });
    const body = JSON.stringify(onWhatsApp.textReceived);
    for (let time = 0; time < 3; time += 1) {
      const answer = await deliver(path, body, signedByMeta(body, secret));
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { accepted: 1, rejected: 0, ignored: 0 }]);
    }
    const found = (await started.logged(['wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='])).values();
    expect([...found].filter(({ source }) => source === 'shop')).toMatchObject([
      { kind: 'messaged', text: 'Does it come in another color?', receivedAt: expect.any(String) },
    ]);
  });

  it('of Twilio is a form, signed with its address, and answered with TwiML', async () => {
    const token = 'the auth token';
    const publicUrl = 'https://hooks.example.org/hilo/';
    const { path } = await make({ adapter: 'twilio', signingSecrets: ['an old token', token], publicUrl });
    const form = new URLSearchParams(onTwilio.smsReceived).toString();
    const headers = signedByTwilio(`https://hooks.example.org/hilo${path}`, onTwilio.smsReceived, token);
    expect(await deliver(path, form, headers)).toEqual({
      status: 200,
      type: expect.stringContaining('text/xml'),
      text: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    });
    const { text } = (await started.logged([`${onTwilio.smsReceived.MessageSid}:received`])).get(
      `${onTwilio.smsReceived.MessageSid}:received`,
    ) ?? { text: undefined };
    expect(text).toBe(onTwilio.smsReceived.Body);
    expect((await deliver(path, `${form}&Body=more`, headers)).status).toBe(403);
  });

  it('of Twilio may be signed with the address that a proxy tells', async () => {
    const { path } = await make({ adapter: 'twilio', signingSecrets: ['the auth token'] });
    const headers = signedByTwilio(`https://proxy.example.org${path}`, onTwilio.callCompleted, 'the auth token');
    const form = new URLSearchParams(onTwilio.callCompleted).toString();
    expect((await deliver(path, form, { ...headers, 'x-forwarded-host': 'proxy.example.org' })).status).toBe(200);
    expect((await deliver(path, form, headers)).status).toBe(403);
  });

  it('of Zendesk counts for some minutes', async () => {
    const { path } = await make({ adapter: 'zendesk', signingSecrets: ['the signing secret'] });
    const body = JSON.stringify(onZendesk.ticketCreated);
    const at = (time: number) => {
      const timestamp = new Date(time).toISOString();
      const signature = createHmac('sha256', 'the signing secret').update(timestamp).update(body).digest('base64');
      return { ...json, 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': timestamp };
    };
    expect((await deliver(path, body, at(Date.now()))).status).toBe(200);
    expect((await deliver(path, body, at(Date.now() - 3_600_000))).status).toBe(403);
    await started.logged([onZendesk.ticketCreated.id]);
  });

  it('that says nothing new, or nothing that can be understood, is no error, and is counted and kept', async () => {
    const { path } = await make({ adapter: 'whatsapp', signingSecrets: ['a secret'], verifyToken: 'a verify token' });
    const before = await accepted();
    const answerTo = async (body: string) => {
      const { status, text } = await deliver(path, body, signedByMeta(body, 'a secret'));
      return [status, JSON.parse(text)];
    };
    const ignored = [200, { accepted: 0, rejected: 0, ignored: 1 }];
    const rejected = [200, { accepted: 0, rejected: 1, ignored: 0 }];
    expect(await answerTo(JSON.stringify(onWhatsApp.templateReviewed))).toEqual(ignored);
    expect(await answerTo('{"object":"telepathy"}')).toEqual(ignored);
    expect(await answerTo('{"object":')).toEqual(rejected);
    expect(await answerTo(JSON.stringify(onWhatsApp.received({ timestamp: '99999999999' })))).toEqual(rejected);
    expect(await answerTo(JSON.stringify(onWhatsApp.received({ text: { body: 'a\0b' }, type: 'text' })))).toEqual(
      rejected,
    );
    // None of it is on the log; all three are kept in the quarantine, which is where what was accepted may be as well.
    expect(await accepted()).toBe(before + 3);
    const metrics = await fetch(`${started.hilo.url}/metrics`).then((response) => response.text());
    expect(metrics).toMatch(/hilo_webhook_events\w*\{source="test",adapter="whatsapp",outcome="ignored".*\} 2/);
    expect(metrics).toMatch(/hilo_webhook_events\w*\{source="test",adapter="whatsapp",outcome="rejected".*\} 3/);
  });

  it('is refused with another signature, or none', async () => {
    const { path } = await make({ adapter: 'meta', signingSecrets: ['a secret'], verifyToken: 'a verify token' });
    const before = await accepted();
    expect((await deliver(path, '{}', signedByMeta('{}', 'another'))).status).toBe(403);
    expect((await deliver(path, '{}', json)).status).toBe(403);
    expect(
      (await deliver(path, '{}', { ...signedByMeta('{}', 'a secret'), authorization: `Bearer ${rootKey}` })).status,
    ).toBe(200);
    expect((await deliver('/v1/webhooks/0123456789abcdef0123456789abcdef/events', '{}', json)).status).toBe(404);
    for (const id of ['x', '%00', '%ED%A0%80', '..', 'dry-runs']) {
      expect([400, 404], id).toContain((await deliver(`/v1/webhooks/${id}/events`, '{}', json)).status);
    }
    expect(await accepted()).toBe(before);
  });
});

it('answers the challenge of who shows the verify token', async () => {
  const { path } = await make({ adapter: 'meta', signingSecrets: ['a secret'], verifyToken: 'meatyhamhock' });
  const ask = async (token: string) => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': '1158201444',
      'hub.verify_token': token,
    });
    const answer = await fetch(`${started.hilo.url}${path}?${query}`);
    return [answer.status, answer.headers.get('content-type'), await answer.text()];
  };
  expect(await ask('meatyhamhock')).toEqual([200, expect.stringContaining('text/plain'), '1158201444']);
  expect((await ask('ham')).at(0)).toBe(403);
  const twilio = await make({ adapter: 'twilio', signingSecrets: ['a secret'] });
  expect((await fetch(`${started.hilo.url}${twilio.path}`)).status).toBe(403);
});

describe('an endpoint', () => {
  it('never tells its secrets again, keeps them encrypted, and keeps them when it is changed without', async () => {
    const secret = 'not to be seen again';
    const posted = {
      name: 'Shops',
      adapter: 'meta',
      source: 'social',
      signingSecrets: [secret],
      verifyToken: 'nor is this',
    };
    const made = await send('POST', '/v1/webhooks', posted);
    const { id, path } = made.body;
    expect(made.body).toMatchObject({ name: 'Shops', signingSecrets: 1, verifyToken: true });
    const changed = await send('PUT', `/v1/webhooks/${id}`, { name: 'All shops', adapter: 'meta', source: 'social' });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'All shops', signingSecrets: 1, createdAt: made.body.createdAt },
    });
    const answers = [made, changed, await send('GET', `/v1/webhooks/${id}`), await send('GET', '/v1/webhooks')];
    const listed = answers[3]?.body.webhooks.find((one: { id: string }) => one.id === id);
    expect(listed).toEqual(changed.body);
    for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/not to be seen|nor is this/);
    expect((await deliver(path, '{}', signedByMeta('{}', secret))).status).toBe(200);

    await send('PUT', `/v1/webhooks/${id}`, { ...posted, signingSecrets: ['exchanged for this'] });
    await expect.poll(async () => (await deliver(path, '{}', signedByMeta('{}', secret))).status).toBe(403);
    expect((await deliver(path, '{}', signedByMeta('{}', 'exchanged for this'))).status).toBe(200);

    expect((await send('DELETE', `/v1/webhooks/${id}`)).status).toBe(200);
    expect((await send('GET', `/v1/webhooks/${id}`)).status).toBe(404);
    await expect
      .poll(async () => (await deliver(path, '{}', signedByMeta('{}', 'exchanged for this'))).status)
      .toBe(404);
  });

  it.each([
    [{ adapter: 'twilio' }, 'signingSecrets'],
    [{ adapter: 'meta', signingSecrets: ['a secret'] }, 'verifyToken'],
    [{ adapter: 'mapping' }, 'mapping'],
    [{ adapter: 'mapping', mapping, signingSecrets: ['a secret'] }, 'signingSecrets'],
    [{ adapter: 'zendesk', mapping, signingSecrets: ['a secret'] }, 'mapping'],
    [{ adapter: 'mapping', mapping: { ...mapping, kind: '$.type[' } }, 'mapping.kind'],
    [{ adapter: 'twilio', signingSecrets: ['a secret'], verifyToken: 'a verify token' }, 'verifyToken'],
    [{ adapter: 'pigeon' }, 'adapter'],
    [{ adapter: 'twilio', signingSecrets: ['a secret'], publicUrl: 'ftp://x' }, 'publicUrl'],
  ])('with %j is refused, and the field named', async (fields, path) => {
    const { status, body } = await send('POST', '/v1/webhooks', { name: 'x', source: 's', ...fields });
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  it('is for who may make keys, and for nobody else', async () => {
    const made = await send('POST', '/v1/keys', { source: 'shop', scopes: ['interactions:write'] });
    expect((await send('GET', '/v1/webhooks', undefined, {}, made.body.key)).status).toBe(403);
    expect((await send('POST', '/v1/webhooks/dry-runs', { adapter: 'meta', body: {} }, {}, made.body.key)).status).toBe(
      403,
    );
    expect((await send('GET', '/v1/webhooks', undefined, {}, 'wrong')).status).toBe(401);
    const { id } = await make({ adapter: 'mapping', mapping });
    const other = { name: 'x', source: 's', adapter: 'twilio', signingSecrets: ['a secret'] };
    expect(await send('PUT', `/v1/webhooks/${id}`, other)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'adapter' }] },
    });
  });

  it('takes only so many requests a minute as it was told', async () => {
    const { path } = await make({ adapter: 'mapping', mapping, rateLimit: 2 });
    const body = JSON.stringify({ number: 1, type: 'called', mail: 'ana@example.org' });
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await deliver(path, body, json)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('a mapping', () => {
  it('takes bodies that nobody signs, as JSON or as a form, and says of a broken one what is wrong', async () => {
    const { path } = await make({ adapter: 'mapping', mapping });
    expect((await deliver(path, '{"number":7,"type":"called","mail":"ana@example.org"}', json)).status).toBe(200);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await deliver(path, 'number=8&type=called&mail=ana%40example.org', form)).status).toBe(200);
    await started.logged(['b-7', 'b-8']);
    const broken: [body: string | Buffer, headers: Record<string, string>, path: string][] = [
      ['{"number":7,"type":"called"}', json, 'identifiers'],
      ['{"number":7,"type":"called","mail":"a\\u0000b"}', json, 'mail'],
      ['number=8&type=%00&mail=x', form, 'type'],
      ['number=8&type=%FF&mail=x', form, 'type'],
      ['number=8&type=%ED%A0%80', form, 'type'],
      [Buffer.from([0x61, 0x3d, 0xff]), form, ''],
      ['__proto__=x', form, '__proto__'],
    ];
    for (const [body, headers, field] of broken) {
      const { status, text } = await deliver(path, body, headers);
      expect([status, JSON.parse(text).errors?.[0]?.path], String(body)).toEqual([400, field]);
    }
  });

  it('takes as many interactions in a body as a request may hold, and no more', async () => {
    const { path } = await make({
      adapter: 'mapping',
      mapping: { ...mapping, each: '$[*]', when: [{ path: '$.type', is: ['called'] }] },
    });
    const many = (count: number, type: string) =>
      JSON.stringify(Array.from({ length: count }, (_, number) => ({ number, type, mail: 'ana@example.org' })));
    expect((await deliver(path, many(1001, 'called'), json)).status).toBe(413);
    const { status, text } = await deliver(path, many(5000, 'ping'), json);
    expect([status, JSON.parse(text)]).toEqual([200, { accepted: 0, rejected: 0, ignored: 5000 }]);
    expect((await deliver(path, many(10_000, 'ping'), json)).status).toBe(413);
  });

  it('may know how the sender signs', async () => {
    const signature = { header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' };
    const { path } = await make({
      adapter: 'mapping',
      mapping: { ...mapping, signature },
      signingSecrets: ['a secret'],
    });
    const body = JSON.stringify({ number: 9, type: 'called', mail: 'ana@example.org' });
    const given = `sha256=${createHmac('sha256', 'a secret').update(body).digest('hex')}`;
    expect((await deliver(path, body, { ...json, 'x-signature': given })).status).toBe(200);
    expect((await deliver(path, body, json)).status).toBe(403);
  });
});

describe('a dry run', () => {
  it('tells what would come of a body and where every field comes from, and changes nothing', async () => {
    const before = await accepted();
    const body = { number: 7, type: 'Called Back', mail: 'ana@example.org' };
    const { status, body: told } = await send('POST', '/v1/webhooks/dry-runs', { mapping, body });
    expect([status, told]).toEqual([
      200,
      {
        interactions: [
          {
            interaction: expect.objectContaining({ id: 'b-7', kind: 'called_back', source: 'dry-run' }),
            fields: expect.arrayContaining([
              { field: 'kind', from: 'type' },
              { field: 'channel' },
              { field: 'identifiers[0].value', from: 'mail' },
            ]),
          },
        ],
        refusals: [],
        ignored: [],
      },
    ]);
    const refused = await send('POST', '/v1/webhooks/dry-runs', {
      mapping,
      body: { number: 7, type: 'called', mail: '' },
    });
    expect(refused.body.refusals[0].errors[0].path).toBe('identifiers');
    const nothing = await send('POST', '/v1/webhooks/dry-runs', { mapping, body: { mail: 'ana@example.org' } });
    expect(nothing.body.refusals[0].errors).toMatchObject([
      { path: 'b-{$.number}', message: 'finds nothing in the body' },
      { path: '$.type', message: 'finds nothing in the body' },
    ]);
    expect(await accepted()).toBe(before);
  });

  it('takes a form for Twilio as it is posted, or as a value', async () => {
    const form = new URLSearchParams(onTwilio.callCompleted).toString();
    for (const body of [form, onTwilio.callCompleted]) {
      const { body: told } = await send('POST', '/v1/webhooks/dry-runs', { adapter: 'twilio', body });
      expect(told.interactions[0].interaction).toMatchObject({ kind: 'called', outcome: 'completed' });
    }
    const ringing = { ...onTwilio.callCompleted, CallStatus: 'ringing' };
    const { body: told } = await send('POST', '/v1/webhooks/dry-runs', { adapter: 'twilio', body: ringing });
    expect(told.ignored).toEqual([{ what: 'ringing', path: '', reason: 'not-of-interest' }]);
  });

  it('of an endpoint tells whether the signature would do', async () => {
    const { id } = await make({ adapter: 'meta', signingSecrets: ['a secret'], verifyToken: 'a verify token' });
    const body = '{"object":"page"}';
    const headers = { 'X-Hub-Signature-256': signedByMeta(body, 'a secret')['x-hub-signature-256'] };
    const run = async (fields: Record<string, unknown>) =>
      (await send('POST', '/v1/webhooks/dry-runs', { webhook: id, body, ...fields })).body.signature;
    expect([await run({ headers }), await run({})]).toEqual(['genuine', 'forged']);
  });

  it('without anything to try it with is refused', async () => {
    expect(await send('POST', '/v1/webhooks/dry-runs', { body: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'adapter' }] },
    });
  });
});

it('asks a provider for patience while too much waits, and takes all of it in the end', async () => {
  const small = await startIngest({ HILO_MAX_WAITING_MB: '1' });
  const made = await small.request('/v1/webhooks', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: 'x', adapter: 'mapping', source: 's', mapping: { ...mapping, each: '$[*]' } }),
  });
  const body = JSON.stringify(
    Array.from({ length: 1000 }, (_, number) => ({
      number,
      type: 'called',
      mail: 'ana@example.org',
      more: 'x'.repeat(500),
    })),
  );
  const post = () => fetch(`${small.hilo.url}${made.body.path}`, { method: 'POST', headers: json, body });
  const answers = await Promise.all(Array.from({ length: 12 }, post));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
  expect((await post()).status).toBe(200);
  await small.stop();
});

it('logs what it could not understand, and nothing that is personal', async () => {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hilo-webhooks-'));
  const logFile = join(folder, 'log');
  const environment = { DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' };
  const hilo = await startProcess([ingest], { ...environment, HOST: '127.0.0.1', PORT: '0' }, { logFile });
  const post = async (path: string, body: string, headers: Record<string, string>) =>
    (await fetch(`${hilo.url}${path}`, { method: 'POST', headers: { ...json, ...headers }, body })).text();
  const fields = { adapter: 'whatsapp', source: 's', signingSecrets: ['a secret'], verifyToken: 'a verify token' };
  const made = await post('/v1/webhooks', JSON.stringify({ name: 'Shops', ...fields }), {
    authorization: `Bearer ${rootKey}`,
  });
  const { path, id } = JSON.parse(made);
  const odd = onWhatsApp.received({ type: 'text', timestamp: '99999999999', text: { body: 'My secret illness' } });
  const doubled = '{"ana@example.org":1,"ana@example.org":2}';
  for (const body of [JSON.stringify(odd), doubled]) await post(path, body, signedByMeta(body, 'a secret'));
  await hilo.close();
  await database.drop();
  const log = readFileSync(logFile, 'utf8');
  rmSync(folder, { recursive: true });
  const told = log.split('\n').filter((line) => line.includes('could not become an interaction'));
  expect(told.map((line) => JSON.parse(line))).toMatchObject([
    { webhook: 'Shops', adapter: 'whatsapp', field: 'entry[0].changes[0].value.messages[0].timestamp' },
    { webhook: 'Shops', field: '*', reason: 'stands twice in the same object' },
  ]);
  expect(log).not.toMatch(/illness|6505551234|Sheena|ana@example|a secret/);
  expect(log).not.toContain(id);
});

it('keeps secrets so that neither the database nor another secret of the installation opens them', async () => {
  const database = await createTestDatabase();
  const environment = {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
  const first = await startProcess([ingest], { ...environment, HILO_ID_SECRET: 'a secret of the tests' });
  const made = await fetch(`${first.url}/v1/webhooks`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${rootKey}` },
    body: JSON.stringify({ name: 'x', adapter: 'twilio', source: 's', signingSecrets: ['not in the database'] }),
  });
  const { path }: { path: string } = JSON.parse(await made.text());
  await first.close();
  const pool = new Pool({ connectionString: database.url });
  const { rows } = await pool.query('SELECT * FROM ingest.webhooks');
  await pool.end();
  expect([rows.length, JSON.stringify(rows).includes('not in the database')]).toEqual([1, false]);

  const another = startProcess([ingest], { ...environment, HILO_ID_SECRET: 'another secret of the tests' });
  await expect(another).rejects.toThrow('HILO_ID_SECRET: this database (schema ingest) was made with another secret');

  const damaging = new Pool({ connectionString: database.url });
  await damaging.query("UPDATE ingest.webhooks SET sealed_secrets = 'damaged'");
  await damaging.end();
  const second = await startProcess([ingest], { ...environment, HILO_ID_SECRET: 'a secret of the tests' });
  // It is our fault and not the provider's: it is to send it again.
  expect((await fetch(`${second.url}${path}`, { method: 'POST', body: '{}' })).status).toBe(503);
  const listed = await fetch(`${second.url}/v1/webhooks`, { headers: { authorization: `Bearer ${rootKey}` } });
  expect(JSON.parse(await listed.text())).toMatchObject({ webhooks: [{ name: 'x', signingSecrets: 0 }] });
  expect(await second.log.endOffsets(topics.interactions.name)).toEqual(expect.not.arrayContaining([1]));
  await second.close();
  await database.drop();
});
