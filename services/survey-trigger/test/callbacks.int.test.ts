import { randomUUID } from 'node:crypto';
import { nameHashes, openDatabase, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { signedHeaders } from '@hilo/webhook-out';
import type { Pool } from 'pg';
import twilio from 'twilio';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { surveyTrigger } from '../service.ts';
import { invite } from './invited.ts';

const rootKey = 'the-key-of-the-operator';
const secret = 'a secret of the tests';
/** As providers know it: TLS ends at a proxy, under a path of its own. */
const publicUrl = 'https://ask.example.com/hilo';
const token = 'the auth token of the account';
const hashes = nameHashes(secret);
let hilo: Awaited<ReturnType<typeof startProcess>>;
let pool: Pool;
const endpoints = { standard: { id: '', secret: '' }, twilio: { id: '' } };

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: secret,
    HILO_WEBHOOK_ALLOW: '127.0.0.0/8',
    HILO_PUBLIC_URL: publicUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  const make = async (body: object) => {
    const headers = { authorization: `Bearer ${rootKey}`, 'content-type': 'application/json' };
    const made = await fetch(`${hilo.url}/v1/outgoing-webhooks`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return JSON.parse(await made.text());
  };
  const url = 'http://127.0.0.1:12999/';
  const standard = await make({ kind: 'standard', name: 'app', url, messages: { channels: ['app'] } });
  endpoints.standard = { id: standard.webhook.id, secret: standard.secret };
  const from = { sms: '+34600000000', ivr: '+34910000000' };
  const account = await make({
    kind: 'twilio',
    name: 't',
    accountSid: `AC${'0'.repeat(32)}`,
    url,
    from,
    secret: token,
  });
  endpoints.twilio = { id: account.webhook.id };
  // They are read again every second.
  const known = (id: string) => fetch(`${hilo.url}/v1/callbacks/${id}/status`, { method: 'POST', body: '' });
  for (const { id } of [endpoints.standard, endpoints.twilio])
    await vi.waitFor(async () => expect((await known(id)).status).not.toBe(404), 60_000);
});
afterAll(async () => {
  await pool.end();
  await hilo.close();
});

let people = 0;
/** Somebody who was asked, by a message that left by this endpoint, of which this is known. */
const asked = async (endpoint: string, state = 'accepted', channel = 'sms', language?: string) => {
  people += 1;
  const subject = randomUUID();
  const phone = `+3460000${String(1000 + people)}`;
  const known = { subject, email: `a${people}@example.com`, ...(language !== undefined && { language }) };
  const invitation = await invite(pool, { ...known, occurredAt: Date.now() - 60_000 });
  const message = randomUUID();
  const contactPoint = { kind: 'phone', value: phone };
  await pool.query(
    `INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, contact_point, place, route, state, queued_at, due_at, deadline, handed_over_at, attempts)
     VALUES ($1, $2, 0, 'invitation', $3, $3, $4, $5, $6, $7, $8, now(), now(), now() + interval '1 day', now(), 1)`,
    [
      message,
      invitation,
      subject,
      channel,
      contactPoint,
      hashes.ofIdentifier(contactPoint),
      `endpoint:${endpoint}`,
      state,
    ],
  );
  return { invitation, message, phone, subject };
};

const stateOf = async (message: string): Promise<string> =>
  (await pool.query('SELECT state FROM messages WHERE id = $1', [message])).rows[0].state;
const stepOf = async (invitation: string): Promise<string | undefined> =>
  (await pool.query("SELECT step || ' ' || reason AS said FROM follow_ups WHERE invitation = $1", [invitation])).rows[0]
    ?.said;
const logOf = async (message: string): Promise<string[]> =>
  (await pool.query('SELECT by, status FROM message_reports WHERE message = $1 ORDER BY id', [message])).rows.map(
    ({ by, status }) => `${by} ${status}`,
  );
const brakesOf = async (phone: string): Promise<string[]> =>
  (
    await pool.query('SELECT brake FROM contact_facts WHERE place = $1 AND brake IS NOT NULL', [
      hashes.ofIdentifier({ kind: 'phone', value: phone }),
    ])
  ).rows.map(({ brake }) => brake);

const post = async (path: string, headers: Record<string, string>, body: string) => {
  const response = await fetch(hilo.url + path, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
};

type Signing = { id?: string; at?: number; secret?: string; type?: string; sent?: string };
async function standardPost(what: string, data: object, { id = randomUUID(), at = Date.now(), ...more }: Signing = {}) {
  const body = JSON.stringify({
    type: more.type ?? `hilo.callback.${what}`,
    timestamp: new Date(at).toISOString(),
    data,
  });
  const signed = signedHeaders([more.secret ?? endpoints.standard.secret], { id, at, body });
  return post(
    `/v1/callbacks/${endpoints.standard.id}/${what}`,
    { 'content-type': 'application/json', ...signed },
    more.sent ?? body,
  );
}

const form = 'application/x-www-form-urlencoded';
const twilioPost = (rest: string, fields: Record<string, string>, { at = publicUrl, auth = token } = {}) => {
  const path = `/v1/callbacks/${endpoints.twilio.id}/${rest}`;
  const signature = twilio.getExpectedTwilioSignature(auth, at + path, fields);
  // The oracle agrees that it is right.
  expect(twilio.validateRequest(auth, signature, at + path, fields)).toBe(true);
  return post(path, { 'content-type': form, 'x-twilio-signature': signature }, new URLSearchParams(fields).toString());
};

it.each([
  [['sent', 'delivered', 'failed']],
  [['delivered', 'sent', 'failed']],
  [['failed', 'delivered', 'sent']],
  [['failed', 'sent', 'delivered']],
])(
  'comes to the state of the highest rank, in whatever order and however often it is told, and keeps all (case 67): %j',
  async (order) => {
    const { message } = await asked(endpoints.standard.id, 'unknown', 'app');
    for (const status of [...order, ...order])
      expect((await standardPost('status', { message, status })).status).toBe(200);
    expect(await stateOf(message)).toBe('delivered');
    expect((await logOf(message)).sort()).toEqual(['callback delivered', 'callback failed', 'callback sent']);
  },
);

it('settles what was unknown, tells of it once, and says of a bounce why', async () => {
  const { message, invitation, phone } = await asked(endpoints.standard.id, 'unknown', 'app');
  const told = { message, hard: true, reason: 'no-such-address' };
  await Promise.all([standardPost('bounce', told), standardPost('bounce', told)]);
  const { rows } = await pool.query('SELECT state, reason FROM messages WHERE id = $1', [message]);
  expect(rows).toEqual([{ state: 'bounced', reason: 'no-such-address' }]);
  expect(await logOf(message)).toEqual(['callback bounced/hard']);
  expect(await brakesOf(phone)).toEqual(['hard-bounce']);
  expect(invitation).toBeTypeOf('string');
});

it('believes nothing that is not signed, is old, or is written anew (cases 65, 66)', async () => {
  const { message } = await asked(endpoints.standard.id, 'accepted', 'app');
  const data = { message, status: 'delivered' };
  const at = Date.now();
  const refused = [
    await standardPost('status', data, { at: at - 6 * 60_000 }),
    await standardPost('status', data, { at: at + 6 * 60_000 }),
    await standardPost('status', data, { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }),
    await standardPost('status', data, {
      at,
      sent: `{"data":${JSON.stringify(data)},"type":"hilo.callback.status","timestamp":"${new Date(at).toISOString()}"}`,
    }),
    await post(
      `/v1/callbacks/${endpoints.standard.id}/status`,
      { 'content-type': 'application/json' },
      JSON.stringify({ data }),
    ),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  // What was signed for one purpose serves for no other.
  expect((await standardPost('status', data, { type: 'hilo.callback.inbound' })).status).toBe(400);
  expect((await standardPost('inbound', data, { type: 'hilo.callback.status' })).status).toBe(400);
  expect([await stateOf(message), await logOf(message)]).toEqual(['accepted', []]);
  // Of a message of another endpoint it says nothing.
  const other = await asked(endpoints.twilio.id);
  expect((await standardPost('status', { message: other.message, status: 'failed' })).text).toBe(
    '{"status":"not-found"}',
  );
  expect(await stateOf(other.message)).toBe('accepted');
});

it('reads nothing from a query, and nothing that is asked for by GET (case 69)', async () => {
  const { message } = await asked(endpoints.twilio.id);
  const path = `/v1/callbacks/${endpoints.twilio.id}/status`;
  const query = `?MessageSid=SM1&MessageStatus=delivered`;
  const signature = twilio.getExpectedTwilioSignature(token, publicUrl + path + query, {});
  const got = await fetch(`${hilo.url}${path}${query}`, { headers: { 'x-twilio-signature': signature } });
  expect(got.status).toBeGreaterThanOrEqual(400);
  expect((await post(path + query, { 'content-type': form, 'x-twilio-signature': signature }, '')).status).toBe(400);
  expect(await stateOf(message)).toBe('accepted');
});

it("takes Twilio's word by the public address alone (case 68), and its 21610 for the refusal that it is (case 50)", async () => {
  const { message, phone, invitation } = await asked(endpoints.twilio.id, 'unknown');
  const fields = { MessageSid: 'SM7', MessageStatus: 'undelivered', ErrorCode: '21610', To: phone };
  expect((await twilioPost(`status/${message}`, fields, { at: hilo.url })).status).toBe(403);
  expect((await twilioPost(`status/${message}`, fields, { auth: 'another' })).status).toBe(403);
  expect(await stateOf(message)).toBe('unknown');
  for (let n = 0; n < 2; n += 1) {
    const { status, text } = await twilioPost(`status/${message}`, fields);
    expect([status, text]).toEqual([200, '<?xml version="1.0" encoding="UTF-8"?><Response></Response>']);
  }
  expect(await stateOf(message)).toBe('bounced');
  expect(await brakesOf(phone)).toEqual(['refusal']);
  const { rows } = await pool.query('SELECT provider_id FROM messages WHERE invitation = $1', [invitation]);
  expect(rows).toEqual([{ provider_id: 'SM7' }]);
});

it('takes STOP and BAJA for refusals, confirms them and nothing else (case 48), once', async () => {
  const { phone } = await asked(endpoints.twilio.id);
  const nice = await twilioPost('inbound', {
    MessageSid: 'SM20',
    From: phone,
    To: '+34600000000',
    Body: '¡Todo genial!',
  });
  expect(nice.text).toBe('<?xml version="1.0" encoding="UTF-8"?><Response></Response>');
  expect(await brakesOf(phone)).toEqual([]);
  const stop = { MessageSid: 'SM21', From: phone, To: '+34600000000', Body: 'BAJA' };
  for (let n = 0; n < 2; n += 1) expect((await twilioPost('inbound', stop)).text).toMatch(/<Message>[^<]+<\/Message>/);
  expect(await brakesOf(phone)).toEqual(['refusal']);
  // Also of somebody who was never asked from here.
  const stranger = '+34699999999';
  await twilioPost('inbound', { ...stop, MessageSid: 'SM22', From: stranger, Body: 'STOP' });
  await twilioPost('inbound', { ...stop, MessageSid: 'SM22', From: stranger, Body: 'STOP' });
  expect(await brakesOf(stranger)).toEqual(['refusal']);
  const neutral = { id: 'n1', channel: 'app', from: { kind: 'phone', value: phone }, text: 'no me llamen más' };
  expect(JSON.parse((await standardPost('inbound', neutral)).text)).toMatchObject({ refusal: true });
});

it.each([
  ['es', 'BAJA', /^<\?xml.*<Message>No volveremos a preguntarle/],
  ['ar', 'STOP', /<Message>لن نسألك/],
  ['de', 'STOP', /<Message>You will not be asked again/],
] as const)('confirms a refusal in the language of the message that it answers: %s', async (language, Body, said) => {
  const { phone } = await asked(endpoints.twilio.id, 'accepted', 'sms', language);
  const stop = await twilioPost('inbound', { MessageSid: randomUUID(), From: phone, To: '+34600000000', Body });
  expect(stop.text).toMatch(said);
});

it('asks on the telephone by any provider: a dialogue in JSON, signed like everything else', async () => {
  const { message, invitation } = await asked(endpoints.standard.id, 'accepted', 'ivr', 'es');
  const turn = async (data: object = {}) => {
    const told = await standardPost('ivr', { message, call: 'c-1', ...data });
    expect(told.status, told.text).toBe(200);
    return JSON.parse(told.text);
  };
  const first = await turn();
  expect(first).toMatchObject({ ask: { question: 'likelihood_to_recommend', turn: 1 }, isOver: false });
  expect(first.say[0]).toEqual({ text: '¿Qué probabilidad hay de que nos recomiende a un amigo?', language: 'es' });
  const wrong = await turn({ ...first.ask, digits: '77' });
  expect(wrong).toMatchObject({ ask: { question: 'likelihood_to_recommend', turn: 2 } });
  const second = await turn({ ...wrong.ask, digits: '9' });
  expect(await turn({ ...wrong.ask, digits: '9' })).toEqual(second);
  expect(second.ask).toEqual({ question: 'crew', turn: 1 });
  const refused = await turn({ ...second.ask, digits: '9', language: 'en' });
  expect(refused).toEqual({ say: [{ text: 'We will not ask you again. Goodbye.', language: 'en' }], isOver: true });
  const { rows } = await pool.query('SELECT question, value, channel FROM answers WHERE invitation = $1', [invitation]);
  expect(rows).toEqual([{ question: 'likelihood_to_recommend', value: 9, channel: 'ivr' }]);
  // Signed for something else, of another endpoint, or of no message of it.
  expect((await standardPost('ivr', { message, call: 'c' }, { type: 'hilo.callback.status' })).status).toBe(400);
  expect((await standardPost('ivr', { message, call: 'c' }, { at: Date.now() - 360_000 })).status).toBe(403);
  const other = await asked(endpoints.twilio.id, 'accepted', 'ivr');
  expect(await turn({ message: other.message })).toMatchObject({ isOver: true });
});

it('takes what no table can hold for what it says: a refusal with a NUL in it is a refusal', async () => {
  const { message, phone } = await asked(endpoints.standard.id, 'accepted', 'app');
  const odd = 'a\u0000b\ud800';
  for (const [what, data] of [
    ['status', { message, status: 'failed', reason: odd }],
    ['bounce', { providerId: odd, hard: true, reason: odd }],
    ['inbound', { id: odd, channel: 'app', from: { kind: 'phone', value: phone }, text: 'STOP\u0000' }],
    ['ivr', { message, call: odd, question: 'crew', digits: '\u0000' }],
  ] as const)
    expect({ what, status: (await standardPost(what, data)).status }).toEqual({ what, status: 200 });
  expect(await brakesOf(phone)).toEqual(['refusal']);
  const other = await asked(endpoints.twilio.id);
  const fields = { MessageSid: 'S\u0000M', MessageStatus: 'failed', ErrorCode: '1\u0000' };
  expect((await twilioPost(`status/${other.message}`, fields)).status).toBe(200);
  expect(await stateOf(other.message)).toBe('bounced');
});

it('lists what came back by mail and belongs to nothing, with the reason alone, until somebody has it forgotten', async () => {
  await pool.query(
    `INSERT INTO inbound_mails (id, kind, status, unmatched, received_at) SELECT 'm-' || n, 'delivery-report', '5.1.1',
            'names-no-message', '2026-11-01T10:00:00Z'::timestamptz + n * interval '1 microsecond' FROM generate_series(1, 3) AS n`,
  );
  await pool.query(
    `INSERT INTO inbound_mails (id, kind, message, received_at) VALUES ('known', 'reply', gen_random_uuid(), now())`,
  );
  const headers = { authorization: `Bearer ${rootKey}` };
  const list = async (query: string) =>
    JSON.parse(await (await fetch(`${hilo.url}/v1/unmatched-mails${query}`, { headers })).text());
  const first = await list('?limit=2');
  expect(first.mails).toMatchObject([{ id: 'm-3', reason: 'names-no-message', status: '5.1.1' }, { id: 'm-2' }]);
  expect((await list(`?limit=2&cursor=${first.nextCursor}`)).mails).toMatchObject([{ id: 'm-1' }]);
  const forget = async (id: string) =>
    (await fetch(`${hilo.url}/v1/unmatched-mails/${id}`, { method: 'DELETE', headers })).status;
  expect([await forget('m-3'), await forget('m-3'), await forget('known')]).toEqual([204, 404, 404]);
  expect((await list('')).mails.map(({ id }: { id: string }) => id)).toEqual(['m-2', 'm-1']);
});

it('asks on the telephone, keeps what is pressed at once, and takes 99 for a refusal where 9 is an answer', async () => {
  const { message, invitation, subject } = await asked(endpoints.twilio.id, 'accepted', 'ivr');
  const call = (rest: string, Digits?: string) =>
    twilioPost(`ivr/${message}/es${rest}`, { CallSid: 'CA1', ...(Digits !== undefined && { Digits }) });
  const answers = async () =>
    (await pool.query('SELECT question, value FROM answers WHERE invitation = $1 ORDER BY revision', [invitation]))
      .rows;
  const actionIn = (text: string): string => /action="[^"]*\/es([^"]*)"/.exec(text)?.[1] ?? '';
  const first = await call('');
  expect(first.text).toContain('<Gather input="dtmf" finishOnKey="#" timeout="3"');
  expect(first.text).toContain('¿Qué probabilidad hay de que nos recomiende a un amigo?');
  expect(first.text).toContain('pulse 99');
  expect(actionIn(first.text)).toBe('/likelihood_to_recommend/1');

  const silent = await call('/likelihood_to_recommend/1', '');
  expect(actionIn(silent.text)).toBe('/likelihood_to_recommend/2');
  const wrong = await call('/likelihood_to_recommend/2', '11');
  expect(wrong.text).toContain('No conocemos esa respuesta.');
  expect(actionIn(wrong.text)).toBe('/likelihood_to_recommend/3');
  const second = await call('/likelihood_to_recommend/3', '09');
  const again = await call('/likelihood_to_recommend/3', '09');
  expect(again.text).toBe(second.text);
  expect(await answers()).toEqual([{ question: 'likelihood_to_recommend', value: 9 }]);
  expect(second.text).toContain('¿Cómo valora la tripulación?');
  expect(second.text).toContain('pulse 9.');
  expect((await call('/crew/1', '4')).text).toContain('Facturar fue fácil.');
  // Whoever hangs up has answered what she has answered.
  expect((await answers()).map(({ question, value }) => [question, value])).toEqual([
    ['likelihood_to_recommend', 9],
    ['crew', 4],
  ]);
  expect((await call('/effort/3', '')).text).toContain('<Hangup/>');
  expect((await call('/effort/1', '9')).text).toMatch(/No volveremos a preguntarle.*<Hangup\/>/);
  expect(
    (
      await pool.query(
        "SELECT brake FROM contact_facts WHERE brake = 'refusal' AND told->>'channel' = 'ivr' AND subject = $1",
        [subject],
      )
    ).rowCount,
  ).toBe(1);
});

it.each([
  ['accepted', 'failed', 'wait exhausted'],
  ['unknown', 'failed', 'wait exhausted'],
  ['unknown', 'delivered', 'wait exhausted'],
])('looks at once at what comes next where %s becomes %s', async (state, status, next) => {
  const { message, invitation } = await asked(endpoints.standard.id, state, 'app');
  await pool.query(
    `INSERT INTO timers (kind, ref, shard, due_at) VALUES ('follow-up', $1, 0, now() + interval '1 day')`,
    [invitation],
  );
  await standardPost('status', { message, status });
  await expect.poll(() => stepOf(invitation)).toBe(next);
});
