import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type AskedService, peopleOf, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
  await send('PUT', '/v1/call-lists/after-flights', { programmes: ['after-a-flight'] });
});
afterAll(() => service.close());

const open = {
  id: 'open',
  hours: 'any',
  channels: ['call_centre'],
  caps: [{ max: 50, windowHours: 168 }],
  rest: { afterRefusal: 180 },
};
beforeEach(async () => {
  await service.setRules([open]);
  // One after the other: the service works meanwhile.
  for (const table of ['timers', 'call_leases', 'messages', 'answers', 'responses', 'invitations'])
    await service.pool.query(`DELETE FROM ${table}`);
});

const { known } = peopleOf(() => service);
const consent = {
  purpose: 'feedback',
  state: 'granted',
  source: 'web',
  interaction: 'yes',
  at: '2026-01-01T00:00:00.000Z',
};
const programme = {
  title: 'After a flight',
  when: { touchpoints: ['lounge.exit'] },
  questions: [
    {
      question: 'likelihood_to_recommend',
      scale: 'nps',
      text: { en: 'Would you recommend us?', es: '¿Nos recomendaría?' },
    },
    { question: 'why', scale: 'text', text: { en: 'Why?', es: '¿Por qué?' } },
  ],
  purpose: 'feedback',
  contacts: [{ channel: 'call_centre', kind: 'phone' }],
  askAfterMinutes: 0,
  restDays: 0,
};

const send = async (method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> => {
  const response = await service.ask(method, path, body);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

const Calls = z.object({
  calls: z.array(
    z.looseObject({
      lease: z.string(),
      invitation: z.string(),
      customer: z.string(),
      contactPoint: z.looseObject({ value: z.string() }),
      script: z.string(),
      questions: z.array(z.looseObject({ question: z.string(), text: z.string() })),
      answered: z.array(z.string()),
    }),
  ),
});
const lease = async (count = 1, agent = 'agent-1') => {
  const { status, body } = await send('POST', '/v1/call-lists/after-flights/lease', { count, agent });
  expect([status, JSON.stringify(body).slice(0, 300)]).toEqual([200, expect.any(String)]);
  return Calls.parse(body).calls;
};
const result = (id: string, body: object) => send('POST', `/v1/call-lists/after-flights/leases/${id}/result`, body);
const stateOf = async (id: string) => (await send('GET', `/v1/call-lists/after-flights/leases/${id}`)).body;

let published = false;
let happened = 0;
/** So many people who have flown, and wait to be called. */
const flown = async (count: number) => {
  if (!published) {
    const put = await service.ask(
      'PUT',
      '/v1/programmes/after-a-flight',
      { programme, why: 'a test' },
      { 'if-none-match': '*' },
    );
    expect(put.status, await put.text()).toBeLessThan(300);
    published = true;
  }
  const people = [];
  for (let n = 0; n < count; n += 1) people.push(await known({ consents: [consent] }));
  const time = new Date(Date.now() - 60_000).toISOString();
  await service.hilo.log.append(
    topics.resolved.name,
    people.map((one) => {
      happened += 1;
      const interaction = {
        id: `flight-${happened}`,
        source: 'gate',
        receivedAt: time,
        occurredAt: time,
        channel: 'other',
        touchpoint: 'lounge.exit',
        kind: 'arrived',
        identifiers: [one.phone],
      };
      const why = { rule: 'strongest-identifier', identifier: one.phone, registryVersion: 1 };
      const told = { interaction, subject: one.id, customer: one.id, version: 1, recordVersion: 1, why };
      return { key: one.id, value: JSON.stringify(told) };
    }),
  );
  await expect
    .poll(async () => (await service.pool.query(`SELECT FROM messages WHERE route = 'call-list'`)).rowCount)
    .toBe(count);
  return people;
};

/** As if so much time had passed: the lease ends. */
const leaseEnds = async (id: string) => {
  await service.pool.query(`UPDATE call_leases SET until = now() - interval '1 second' WHERE id = $1`, [id]);
  await service.pool.query(
    `UPDATE messages SET retry_at = now() - interval '1 second' WHERE id = (SELECT message FROM call_leases WHERE id = $1)`,
    [id],
  );
};

it('gives an agent who may be called now, with the number, what to say and what to ask', async () => {
  const [ana] = await flown(1);
  const [call] = await lease();
  expect(call).toMatchObject({
    customer: ana?.id,
    contactPoint: ana?.phone,
    script: expect.stringContaining('Good day'),
    questions: [{ question: 'likelihood_to_recommend', text: 'Would you recommend us?', from: 0, to: 10 }, {}],
  });
  expect(await lease()).toEqual([]);
});

it('gives nobody to two, however many ask at once', async () => {
  await flown(12);
  const given = (await Promise.all(Array.from({ length: 8 }, (_, n) => lease(3, `agent-${n}`)))).flat();
  expect(given.length).toBe(12);
  expect(new Set(given.map(({ invitation }) => invitation)).size).toBe(12);
});

it('asks again before it gives anybody: who has refused since is not called, nor outside the hours', async () => {
  const [ana, luis] = await flown(2);
  await service.report({
    contactPoint: ana?.phone,
    channel: 'call_centre',
    purpose: 'marketing',
    class: 'commercial',
    outcome: 'refused',
  });
  const calls = await lease(5);
  expect(calls.map(({ customer }) => customer)).toEqual([luis?.id]);
  const { rows } = await service.pool.query<{ state: string }>('SELECT state FROM messages ORDER BY state');
  expect(rows.map(({ state }) => state)).toEqual(['cancelled', 'queued']);
  await leaseEnds(calls[0]?.lease ?? '');
  await service.setRules([{ ...open, hours: [{ days: ['mon'], from: '10:00', to: '10:01' }] }]);
  expect(await lease(5)).toEqual([]);
});

it('case 117: a lease that ends puts her back once; a late result counts, and the second agent is told', async () => {
  await flown(1);
  const [first] = await lease(1, 'agent-1');
  await leaseEnds(first?.lease ?? '');
  expect(await stateOf(first?.lease ?? '')).toMatchObject({ state: 'over' });
  const [second] = await lease(1, 'agent-2');
  expect(second?.invitation).toBe(first?.invitation);
  expect(await lease(1, 'agent-3')).toEqual([]);
  const late = await result(first?.lease ?? '', {
    disposition: 'completed',
    answers: [
      { question: 'likelihood_to_recommend', value: 9 },
      { question: 'why', value: null },
    ],
  });
  expect(late).toMatchObject({
    status: 200,
    body: { status: 'accepted', late: true, response: { state: 'completed' }, others: [{ agent: 'agent-2' }] },
  });
  expect(await stateOf(second?.lease ?? '')).toMatchObject({
    state: 'overtaken',
    others: [{ agent: 'agent-1', disposition: 'completed' }],
  });
  await leaseEnds(second?.lease ?? '');
  expect(await lease(1, 'agent-3')).toEqual([]);
  expect(await result(second?.lease ?? '', { disposition: 'no_answer' })).toMatchObject({
    status: 200,
    body: { others: [] },
  });
});

it('case 641: who answered, and hung up, is not called again; what she has said is kept', async () => {
  await flown(1);
  const [call] = await lease();
  await result(call?.lease ?? '', {
    disposition: 'reached',
    answers: [{ question: 'likelihood_to_recommend', value: 3 }],
  });
  await leaseEnds(call?.lease ?? '');
  expect(await lease()).toEqual([]);
  const shown = await send('GET', `/v1/invitations/${call?.invitation}`);
  expect(shown.body).toMatchObject({
    response: { state: 'partial', answers: [{ question: 'likelihood_to_recommend', value: 3 }] },
  });
});

it('who is not reached is called again when the list says so, counted from the call, and so often at the most', async () => {
  await flown(1);
  const started = new Date(Date.now() - 10 * 60_000).toISOString();
  for (const disposition of ['busy', 'no_answer', 'voicemail']) {
    const [call] = await lease();
    expect(await result(call?.lease ?? '', { disposition, startedAt: started })).toMatchObject({ status: 200 });
    const { rows } = await service.pool.query<{ state: string; reason: string; retry_at: Date | null }>(
      'SELECT state, reason, retry_at FROM messages',
    );
    if (disposition === 'busy') {
      expect(rows[0]).toMatchObject({ state: 'deferred', reason: 'busy' });
      expect(rows[0]?.retry_at?.getTime()).toBe(Date.parse(started) + 15 * 60_000);
    }
    if (disposition === 'voicemail') expect(rows[0]).toMatchObject({ state: 'refused', reason: 'not-reached' });
    await service.pool.query(`UPDATE messages SET retry_at = now() - interval '1 second' WHERE state = 'deferred'`);
  }
  expect(await lease()).toEqual([]);
});

it('each call is one contact of the ledger; a refusal brakes every channel', async () => {
  const [ana] = await flown(1);
  const contacts = async () =>
    z
      .object({ contacts: z.array(z.looseObject({ outcome: z.string().optional() })), brakes: z.array(z.unknown()) })
      .parse((await send('GET', `/v1/customers/${ana?.id}/contacts`)).body);
  expect((await contacts()).contacts.length).toBe(1);
  const [call] = await lease();
  await result(call?.lease ?? '', {
    disposition: 'call_back',
    callBackAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect((await contacts()).contacts.map(({ outcome }) => outcome)).toEqual(['reached']);
  expect(await lease()).toEqual([]);
  await service.pool.query(`UPDATE messages SET retry_at = now() - interval '1 second' WHERE state = 'deferred'`);
  const [again] = await lease();
  expect(again?.invitation).toBe(call?.invitation);
  await result(again?.lease ?? '', { disposition: 'refused' });
  const told = await contacts();
  expect(told.contacts.map(({ outcome }) => outcome)).toEqual(['refused', 'reached']);
  expect(told.brakes.length).toBe(1);
});

it('the same result again changes nothing, another is a conflict', async () => {
  await flown(1);
  const [call] = await lease();
  const said = { disposition: 'completed', answers: [{ question: 'likelihood_to_recommend', value: 9 }] };
  expect((await result(call?.lease ?? '', said)).body).toMatchObject({ status: 'accepted' });
  expect((await result(call?.lease ?? '', said)).body).toMatchObject({ status: 'duplicate' });
  expect((await result(call?.lease ?? '', { disposition: 'refused' })).status).toBe(409);
  expect((await result('00000000-0000-8000-8000-00000000ffff', said)).status).toBe(404);
  expect((await send('POST', '/v1/call-lists/nowhere/lease', {})).status).toBe(404);
  expect((await result(call?.lease ?? '', { disposition: 'call_back' })).status).toBe(400);
});

it.each([
  [{ disposition: 'refused' }, 'over refused'],
  [{ disposition: 'wrong_person' }, 'over wrong-person'],
  [{ disposition: 'reached' }, 'wait exhausted'],
  [{ disposition: 'busy' }, 'wait under-way'],
])('looks at once at what comes next after a call: %j', async (said, next) => {
  await flown(1);
  const [call] = await lease();
  await result(call?.lease ?? '', said);
  const step = async () =>
    (
      await service.pool.query<{ said: string }>(
        "SELECT step || ' ' || reason AS said FROM follow_ups WHERE invitation = $1",
        [call?.invitation],
      )
    ).rows[0]?.said;
  await expect.poll(step).toBe(next);
});
