import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([identityResolution], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  drop = () => database.drop();
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text ? JSON.parse(text) : undefined,
  };
};
const decide = (body: unknown) => request('POST', '/v1/identity/decisions', body);
const lookUp = async (kind: string, value: string) =>
  (await request('POST', '/v1/customers/lookup', { kind, value })).body;

const identified = (...identifiers: [string, string][]) => identifiers.map(([kind, value]) => ({ kind, value }));
const interaction = (id: string, identifiers: [string, string][], rest: object = {}) => ({
  id,
  source: 'shop',
  receivedAt: '2026-03-01T00:00:00.000Z',
  occurredAt: `2026-01-01T10:00:00.000Z`,
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: identified(...identifiers),
  ...rest,
});

let sentinels = 0;
/** Puts interactions on the log, and waits until they are through. */
const happen = async (...interactions: object[]): Promise<void> => {
  sentinels += 1;
  const last = interaction(`sentinel-${sentinels}`, [['user_id', `sentinel-${sentinels}`]]);
  await hilo.log.append(
    topics.interactions.name,
    [...interactions, last].map((one) => ({ key: 'one partition', value: JSON.stringify(one) })),
  );
  await vi.waitFor(async () => expect(await lookUp('user_id', `sentinel-${sentinels}`)).toHaveProperty('id'), 60_000);
};
const values = ({ identifiers }: { identifiers: { value: string }[] }): string[] =>
  identifiers.map(({ value }) => value);

const explained = async (id: string, at?: string) =>
  (await request('GET', `/v1/customers/${id}/identity${at === undefined ? '' : `?at=${at}`}`)).body;
const consented = async (id: string, query: string) =>
  (await request('GET', `/v1/customers/${id}/consents?${query}`)).body;
const day = (date: string) => ({ occurredAt: `2026-${date}T00:00:00Z` });

it('tells what was decided and taken back as it held then, also of an identifier that nothing but the decision named', async () => {
  await happen(
    interaction('f9-a', [['user_id', 'f9-a']], day('01-01')),
    interaction('f9-b', [['user_id', 'f9-b']], day('01-01')),
  );
  const [one, other, unheard] = ['f9-a', 'f9-b', 'f9-c'].map((value) => ({ kind: 'user_id', value }));
  const same = await decide({ kind: 'same', one, other, at: '2026-02-01T00:00:00Z' });
  const further = await decide({ kind: 'same', one: other, other: unheard, at: '2026-02-10T00:00:00Z' });
  const [{ id: third }, { id }] = [await lookUp('user_id', 'f9-c'), await lookUp('user_id', 'f9-a')];
  expect(third).toBe(id);
  for (const { body } of [same, further]) await request('DELETE', `/v1/identity/decisions/${body.decision.id}`);
  expect(await lookUp('user_id', 'f9-c')).toMatchObject({ status: 404 });

  const then = await explained(id, '2026-03-01T00:00:00Z');
  expect(values(then)).toEqual(['f9-a', 'f9-b', 'f9-c']);
  expect(then.links).toHaveLength(2);
  expect(then.history).toMatchObject([{ at: '2026-02-01T00:00:00.000Z', kind: 'merged', into: [id] }]);
  expect(then).toMatchObject({
    complete: { evidence: true },
    decisions: [further.body.decision, same.body.decision].map(({ id }) => ({ id })),
  });
  expect(values(await explained(id, '2026-02-05T00:00:00Z'))).toEqual(['f9-a', 'f9-b']);
  expect(values(await explained(id))).toEqual(['f9-a']);
  const { subject } = then.identifiers.at(-1);
  expect(values(await explained(subject, '2026-03-01T00:00:00Z'))).toEqual(['f9-a', 'f9-b', 'f9-c']);
  expect(await explained(subject)).toMatchObject({ status: 404 });
  // Who was one and is not any more: the two of today, and what became of them.
  const today = await explained(id);
  expect(today.history.map(({ kind }: { kind: string }) => kind)).toEqual(['merged', 'split']);
});

it('answers whether a contact was lawful by who was who then, or by who is who today, and says which', async () => {
  const phone = { kind: 'phone', value: '+34600700701' };
  const granted = { consents: [{ purpose: 'marketing', state: 'granted', channel: 'sms', contactPoint: phone }] };
  await happen(
    interaction(
      'f10-1',
      [
        ['customer_number', 'F10'],
        ['phone', phone.value],
      ],
      { ...granted, ...day('01-01') },
    ),
    interaction(
      'f10-2',
      [
        ['customer_number', 'F10'],
        ['phone', phone.value],
      ],
      { channel: 'sms', outcome: 'wrong_person', ...day('06-01') },
    ),
  );
  const { id } = await lookUp('customer_number', 'F10');
  const bySms = 'purpose=marketing&channel=sms&kind=phone&value=600700701';
  expect(await consented(id, `at=2026-03-01T00:00:00Z&${bySms}`)).toMatchObject({
    asOf: 'then',
    complete: true,
    answer: { lawful: true, why: 'granted' },
    statements: [{ contactPoint: phone }],
  });
  const notTheirs = { answer: { lawful: false, why: 'not-the-customers' }, statements: [] };
  expect(await consented(id, `at=2026-03-01T00:00:00Z&asOf=today&${bySms}`)).toMatchObject({
    asOf: 'today',
    ...notTheirs,
  });
  expect(await consented(id, `at=2026-07-01T00:00:00Z&${bySms}`)).toMatchObject({ asOf: 'then', ...notTheirs });
  expect(await consented(id, bySms)).toMatchObject({ asOf: 'today', ...notTheirs });
});

it('does not let somebody with whom the customer became one later answer for then', async () => {
  const says = (state: string) => ({ consents: [{ purpose: 'marketing', state }] });
  await happen(
    interaction('f10-e', [['email', 'f10@x.example']], { ...says('granted'), ...day('01-01') }),
    interaction('f10-u', [['user_id', 'f10']], { ...says('withdrawn'), ...day('02-01') }),
    interaction(
      'f10-eu',
      [
        ['email', 'f10@x.example'],
        ['user_id', 'f10'],
      ],
      day('05-01'),
    ),
  );
  const { id } = await lookUp('email', 'f10@x.example');
  const byMail = 'purpose=marketing&channel=email&kind=email&value=f10@x.example';
  expect(await consented(id, `at=2026-03-01T00:00:00Z&${byMail}`)).toMatchObject({ answer: { lawful: true } });
  expect(await consented(id, `at=2026-03-01T00:00:00Z&asOf=today&${byMail}`)).toMatchObject({
    answer: { lawful: false, why: 'withdrawn' },
  });
  expect(await consented(id, byMail)).toMatchObject({ answer: { lawful: false, why: 'withdrawn' } });
  expect((await request('GET', `/v1/customers/${id}/consents?asOf=never`)).status).toBe(400);
});

it('counts at once what a sender whose clock is ahead has said, in every answer', async () => {
  const ahead = { occurredAt: new Date(Date.now() + 240_000).toISOString() };
  const phone = { kind: 'phone', value: '+34600700702' };
  const says = (state: string) => ({ consents: [{ purpose: 'marketing', state, contactPoint: phone }] });
  await happen(
    interaction('ahead-1', [['phone', phone.value]], { ...says('granted'), ...day('01-01') }),
    interaction('ahead-2', [['phone', phone.value]], { ...says('withdrawn'), ...ahead }),
    interaction('ahead-3', [['user_id', 'ahead']], ahead),
  );
  const record = await lookUp('phone', phone.value);
  expect(record.consents).toMatchObject([{ state: 'withdrawn' }]);
  const now = await consented(record.id, 'purpose=marketing&channel=sms&kind=phone&value=600700702');
  expect(now).toMatchObject({ answer: { lawful: false, why: 'withdrawn' } });
  expect(Date.parse(now.at)).toBeLessThan(Date.parse(ahead.occurredAt));
  const exported = (await request('GET', `/v1/customers/${record.id}/export`)).body;
  expect(exported.consents).toMatchObject([{ state: 'withdrawn' }, { state: 'granted' }]);
  const { id } = await lookUp('user_id', 'ahead');
  const alone = await explained(id);
  expect(values(alone)).toEqual(['ahead']);
  expect(Date.parse(alone.at)).toBeLessThan(Date.parse(ahead.occurredAt));
});
