import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { createTestDatabase, policyAtAnyHour } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';
import { email, message, phone, record } from './messages.ts';
import { openReceiver } from './receiver.ts';

const Told = z.object({ type: z.string() });
const rootKey = 'the-key-of-the-operator';
let hilo: Awaited<ReturnType<typeof startProcess>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    ...{ DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' },
    ...{ HILO_WEBHOOK_ALLOW: '127.0.0.0/8', HILO_CONTACT_POLICY: policyAtAnyHour },
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
  });
  receiver = await openReceiver();
});
afterAll(async () => {
  await hilo?.close();
  await receiver?.close();
});

const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, etag: response.headers.get('etag') ?? '', body: JSON.parse(await response.text()) };
};
const tell = (topic: string, key: string, value: object) =>
  hilo.log.append(topic, [{ key, value: JSON.stringify(value), headers: {} }]);

type Options = { touchpoint?: string; number?: number; said?: object };

/** Somebody who complains; gives the case as soon as there is one. */
const unhappy = async ({ touchpoint = 'checkin', number = 1, said: more }: Options = {}) => {
  const customer = randomUUID();
  await tell(topics.customers.name, customer, record(customer, 1, [phone(number)]));
  const said = {
    channel: 'web',
    kind: 'complained',
    touchpoint,
    text: 'Dreadful.',
    identifiers: [phone(number)],
    ...more,
  };
  await tell(topics.resolved.name, customer, message(randomUUID(), said, { subject: customer, at: Date.now() }));
  const list = async () => (await ask('GET', `/v1/cases?customer=${customer}`)).body.cases ?? [];
  await expect.poll(async () => (await list()).length).toBe(1);
  return { customer, one: (await list())[0] };
};

it('is worked on by who has seen how it stands, from its owner to its end, and its history says who did what', async () => {
  const made = await ask('POST', '/v1/outgoing-webhooks', {
    ...{ kind: 'standard', name: 'Zendesk', url: receiver.url, events: { types: ['hilo.case.*'] } },
  });
  expect(made.status).toBe(201);
  const { one } = await unhappy();
  expect(one).toMatchObject({
    state: 'open',
    rule: 'complaint',
    severity: 'high',
    queue: 'customer-care',
    etag: '"1"',
  });
  const path = `/v1/cases/${one.id}`;
  const first = await ask('GET', path);
  expect([first.status, first.etag, first.body.history]).toMatchObject([200, '"1"', [{ step: 'opened' }]]);

  expect((await ask('POST', `${path}/assign`, { owner: 'ana' })).status).toBe(428);
  expect((await ask('POST', `${path}/assign`, { queue: 'nobody' }, { 'if-match': '"1"' })).body.errors).toMatchObject([
    { path: 'queue', message: expect.stringContaining('customer-care') },
  ]);
  const assigned = await ask('POST', `${path}/assign`, { owner: 'ana' }, { 'if-match': '"1"' });
  expect(assigned).toMatchObject({ status: 200, etag: '"2"', body: { owner: 'ana' } });
  expect((await ask('POST', `${path}/comment`, { text: 'late' }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await ask('POST', `${path}/comment`, { text: 'hers' }, { 'if-match': '"2"' })).status).toBe(200);

  const attempt = { channel: 'call_centre', outcome: 'no_answer', waiting: {} };
  const contacted = await ask('POST', `${path}/contact`, attempt, { 'if-match': '"3"' });
  // The attempt is the first response, and lets the case wait: both by one request.
  expect(contacted).toMatchObject({ status: 200, body: { allowed: true, case: { state: 'waiting' } } });
  expect(contacted.body.case.contactedAt).toBeTypeOf('string');
  expect(contacted.body.case).not.toHaveProperty('resolutionDueAt');
  expect((await ask('POST', `${path}/pause`, { why: 'x' }, { 'if-match': '*' })).status).toBe(409);
  expect((await ask('POST', `${path}/resume`, {}, { 'if-match': '"4"' })).body).toMatchObject({ state: 'open' });

  const unknown = { rootCause: 'bad-luck', resolution: 'explained' };
  expect((await ask('POST', `${path}/resolve`, unknown, { 'if-match': '*' })).body.errors).toMatchObject([
    { path: 'rootCause' },
  ]);
  const resolved = await ask('POST', `${path}/resolve`, { ...unknown, rootCause: 'delay' }, { 'if-match': '"5"' });
  expect(resolved.body).toMatchObject({ state: 'resolved', rootCause: 'delay', overdue: false });
  expect((await ask('POST', `${path}/reopen`, { why: 'again' }, { 'if-match': '"6"' })).body.reopened).toBe(1);
  const { history } = (await ask('GET', path)).body;
  expect(history.map(({ step }: { step: string }) => step)).toEqual(
    'opened assigned commented contacted resumed resolved reopened'.split(' '),
  );
  expect(history[1]).toMatchObject({ by: { source: expect.any(String) }, detail: { owner: 'ana' } });
  await expect
    .poll(() => receiver.verified(made.body.secret).map((told) => Told.parse(told).type))
    .toEqual(expect.arrayContaining(['hilo.case.opened', 'hilo.case.resolved', 'hilo.case.reopened']));
});

it('calls nobody who said no: the governor is asked first, and nothing is noted', async () => {
  const { customer, one } = await unhappy({ touchpoint: 'gate', number: 2 });
  const path = `/v1/cases/${one.id}/contact`;
  const may = await ask('POST', path, { channel: 'call_centre' });
  expect(may.body).toMatchObject({ allowed: true, contactPoint: phone(2), case: { revision: 1 } });
  const no = { customer, channel: 'call_centre', purpose: 'service', class: 'service', outcome: 'refused' };
  await ask('POST', '/v1/contacts', { ...no, objection: true });
  const refused = await ask('POST', path, { channel: 'call_centre', outcome: 'reached' }, { 'if-match': '"1"' });
  expect(refused.status).toBe(409);
  expect(refused.body.errors[0].message).toMatch(/object/);
  expect((await ask('POST', path, { channel: 'call_centre' })).body).toMatchObject({ allowed: false });
  expect((await ask('GET', `/v1/cases/${one.id}`)).body).toMatchObject({ revision: 1, history: [{}] });
});

it('is found by what it is, is counted, and page by page each once', async () => {
  const some = await Promise.all([1, 2, 3].map(() => unhappy({ touchpoint: 'lounge' })));
  await ask('POST', `/v1/cases/${some[0]?.one.id}/assign`, { owner: 'eva' }, { 'if-match': '*' });
  const pages: string[] = [];
  let cursor = '';
  do {
    const { body } = await ask('GET', `/v1/cases?touchpoint=lounge&limit=2${cursor && `&cursor=${cursor}`}`);
    if (cursor === '') expect(body.counts).toMatchObject({ open: 3, unassigned: 2, overdue: 0, resolved: 0 });
    pages.push(...body.cases.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  expect(pages.toSorted()).toEqual(some.map(({ one }) => one.id).toSorted());
  const mine = await ask('GET', '/v1/cases?owner=eva&severity=high&unassigned=false&about=lounge');
  expect(mine.body.cases).toMatchObject([{ owner: 'eva' }]);
  expect((await ask('GET', '/v1/cases?overdue=true&touchpoint=lounge')).body.cases).toEqual([]);
  expect((await ask('GET', `/v1/cases/${randomUUID()}`)).status).toBe(404);
});

it('shows how was judged what a customer wrote, by which words: of a case, of one verbatim, and of all that the customer wrote', async () => {
  const text = 'My bag never arrived and nobody at the desk could tell me where it is. Worst airline ever!';
  const { customer, one } = await unhappy({ touchpoint: 'desk', number: 7, said: { kind: 'wrote', text } });
  expect(one.rule).toBe('negative-words');
  const { body: whole } = await ask('GET', `/v1/cases/${one.id}`);
  const [verbatim] = whole.verbatims;
  expect(verbatim).toMatchObject({ polarity: 'negative', topics: ['baggage'], part: 0, interaction: one.interaction });
  expect(verbatim.words.map(({ word }: { word: string }) => word)).toContain('Worst');
  expect(whole.history[0].detail).toMatchObject({ rule: 'negative-words', verbatim: { id: verbatim.id } });
  expect((await ask('GET', `/v1/verbatims/${verbatim.id}`)).body).toEqual(verbatim);
  const list = `/v1/customers/${customer}/verbatims`;
  expect((await ask('GET', `${list}?polarity=negative`)).body.verbatims).toEqual([verbatim]);
  expect((await ask('GET', `${list}?polarity=positive`)).body.verbatims).toEqual([]);
  const wrong = await ask('GET', `${list}?polarity=angry`);
  expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ path: 'polarity' }]]);
  expect((await ask('GET', `/v1/verbatims/${randomUUID()}`)).status).toBe(404);
  const figures = await ask('GET', '/v1/sentiment');
  expect([figures.status, figures.body]).toMatchObject([
    200,
    { needed: { answers: 300 }, languages: [{ language: 'en', champion: { by: 'shipped' } }, { language: 'es' }] },
  ]);
  expect(figures.body.languages[0].challenger).toBeUndefined();
  expect((await ask('GET', `/v1/customers/${randomUUID()}/verbatims`)).status).toBe(404);
  const reads = async () => {
    const ends = await hilo.log.endOffsets(topics.reads.name);
    return ends.reduce((sum, end) => sum + end, 0);
  };
  const before = await reads();
  await ask('GET', `/v1/verbatims/${verbatim.id}`);
  await ask('GET', list);
  expect(await reads()).toBe(before + 2);
});

it('has rules as data: what names nothing is told, and the next version opens what it says', async () => {
  const { body, etag } = await ask('GET', '/v1/case-rules');
  const rules = { ...body.rules, rules: [] };
  const wrong = { ...rules, escalations: [{ of: 'resolution', to: 'nobody' }], queues: { q: { calendar: 'never' } } };
  const refused = await ask('PUT', '/v1/case-rules', { rules: wrong, why: 'x' }, { 'if-match': etag });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'rules.queues.q.calendar',
    'rules.escalations[0].to',
  ]);
  const own = { id: 'lost', when: { kinds: ['lost'] }, about: 'luggage', queue: 'customer-care', calendar: 'office' };
  const next = { rules: { ...rules, rules: [own] }, why: 'luggage alone' };
  expect((await ask('PUT', '/v1/case-rules', next, { 'if-match': '"9"' })).status).toBe(412);
  expect((await ask('PUT', '/v1/case-rules', next, { 'if-match': etag })).body).toMatchObject({ version: 2 });
  const customer = randomUUID();
  const lost = { channel: 'app', kind: 'lost', identifiers: [email('ana')] };
  await tell(topics.resolved.name, customer, message(randomUUID(), lost, { subject: customer, at: Date.now() }));
  const found = async () => (await ask('GET', '/v1/cases?rule=lost')).body.cases;
  await expect.poll(found).toMatchObject([{ about: 'luggage', customer }]);
  expect((await ask('GET', '/v1/case-rules/versions')).body.versions).toHaveLength(2);
});

it('is asked about when it is resolved, by a programme as the guide has it', async () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/cases.md'), 'utf8');
  const written = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '');
  const body = { ...written, programme: { ...written.programme, askAfterMinutes: 0 } };
  const made = await ask('PUT', '/v1/programmes/is-it-solved', body, { 'if-none-match': '*' });
  expect([made.status, made.body.errors]).toEqual([expect.any(Number), undefined]);
  const customer = randomUUID();
  const about = { kind: 'case_resolved', channel: 'other', actor: 'system', identifiers: [email('eva')] };
  const resolved = message(`case_resolved:${randomUUID()}:0`, about, {
    ...{ subject: customer, source: 'hilo/survey-trigger', at: Date.now() },
  });
  await tell(topics.customers.name, customer, record(customer, 1, [email('eva')]));
  await tell(topics.resolved.name, customer, resolved);
  const asked = async () => (await ask('GET', '/v1/invitations?programme=is-it-solved')).body.invitations;
  await expect.poll(asked).toMatchObject([{ state: 'invited', channel: 'email' }]);
});
