import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { handlers } from '../pipeline.ts';
import { findInvitation, readInvitations } from '../store/invitation-list.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { takeUpPutOff } from '../store/put-off.ts';
import { dayMs, hourMs, minuteMs, policyOf, ruleOf } from './asking.ts';
import { decideNow, hashOfNames, publish } from './decide-now.ts';

const [shipped] = loadProgrammes();
if (shipped === undefined) throw new Error('there is no programme');
/** Two programmes that ask after the same, at once. */
const programmes = [
  { ...shipped, askAfterMinutes: 0 },
  { ...shipped, id: 'another', askAfterMinutes: 0, restDays: 0 },
];
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE invitations, timers, profiles, claims, customers, erased, erased_versions, contact_policies, contact_facts, contacts',
  );
});

const ana = '00000000-0000-8000-8000-000000000001';
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const between = (from: string, to: string) =>
  policyOf({ packs: [], rules: [ruleOf({ id: `from-${from.slice(0, 2)}`, hours: [{ days: everyDay, from, to }] })] })
    .policy;
/** It is 23:00 in Madrid, and 22:00 in the Canary Islands. */
const evening = Date.parse('2026-03-10T22:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

const record = (traits: object) => ({
  id: ana,
  version: 1,
  updatedAt: iso(evening),
  ambiguous: false,
  subjects: [ana],
  identifiers: [{ kind: 'email', value: 'ana@example.org', subject: ana, firstSeenAt: iso(evening), status: 'linked' }],
  traits: Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [name, { value, source: 'crm', interaction: 'i', at: iso(evening) }]),
  ),
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: iso(0) }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const arrival = (id: string, { at = evening, context = {}, version = 1, channel = 'other' } = {}) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: iso(at),
    occurredAt: iso(at),
    channel,
    touchpoint: shipped.when.touchpoints?.[0],
    kind: shipped.when.kinds?.[0],
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    context,
  },
  subject: ana,
  customer: ana,
  version,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
});

const hear = (topic: string, message: object, asked = programmes) =>
  transaction(pool, async (tx) => {
    const records = [{ offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 }];
    await handlers(fixedProgrammes(asked), hashOfNames)[topic]?.(tx, { records });
  });
const decideAt = (at: number, asked = programmes) =>
  transaction(pool, (tx) => decideNow(tx, { programmes: asked, isOnThread: false }, at));
const publishPolicy = (policy: Parameters<typeof publish>[1]) => transaction(pool, (tx) => publish(tx, policy));
const [first] = programmes;
const only = first === undefined ? [] : [first];
const rows = async () => {
  const all = await readInvitations(pool, {}, { after: undefined, limit: 10 });
  return all.map(({ state, reason, dueAt, reasons }) => ({ state, reason, dueAt, reasons }));
};
const inTheCanaries = { country: 'ES', postalCode: '35001' };

it('puts off until the first permitted minute, says why, and decides again then', async () => {
  await publishPolicy(between('09:00', '21:00'));
  await hear(topics.customers.name, record(inTheCanaries));
  await hear(topics.resolved.name, arrival('i-1'), only);
  expect(await decideAt(evening, only)).toMatchObject({
    decided: [],
    done: [expect.any(String)],
    putOff: [{ until: Date.parse('2026-03-11T09:00:00Z') }],
  });
  const reasons = [{ reason: 'outside-hours', rule: 'from-09', until: '2026-03-11T09:00:00.000Z' }];
  expect(await rows()).toEqual([{ state: 'pending', reason: null, dueAt: '2026-03-11T09:00:00.000Z', reasons }]);
  expect(await decideAt(Date.parse('2026-03-11T08:59:59Z'), only)).toMatchObject({ done: [] });
  expect(await decideAt(Date.parse('2026-03-11T09:00:00Z'), only)).toMatchObject({
    decided: [{ decision: { state: 'invited' } }],
  });
  expect(await rows()).toMatchObject([{ state: 'invited', reasons: null }]);
});

it('decides by another policy at once what an earlier one has put off, whether that permits more or less', async () => {
  await publishPolicy(between('09:00', '21:00'));
  await hear(topics.customers.name, record(inTheCanaries));
  await hear(topics.resolved.name, arrival('i-1'), only);
  await decideAt(evening, only);
  await takeUpPutOff(pool, evening);
  expect(await decideAt(evening, only)).toMatchObject({ done: [] });
  await publishPolicy(between('10:00', '21:00'));
  expect(await takeUpPutOff(pool, evening)).toBe(false);
  expect(await decideAt(evening, only)).toMatchObject({ putOff: [{ until: Date.parse('2026-03-11T10:00:00Z') }] });
  await publishPolicy(between('09:00', '23:00'));
  await takeUpPutOff(pool, evening);
  expect(await decideAt(evening, only)).toMatchObject({ decided: [{ decision: { state: 'invited' } }] });
});

it('knows where the customer is by her traits, whichever way they are written, and by her own device', async () => {
  await publishPolicy(between('09:00', '21:00'));
  const putOffTo = async (traits: object, context = {}, channel = 'other') => {
    await pool.query('TRUNCATE invitations, timers, profiles, claims, customers, contact_facts, contacts');
    await hear(topics.customers.name, record(traits));
    await hear(topics.resolved.name, arrival('i-1', { context, channel }), only);
    const { putOff, decided } = await decideAt(evening, only);
    return putOff[0] ? iso(putOff[0].until) : decided[0]?.decision.state;
  };
  expect(await putOffTo({ country: 'Spain', zip: '28001' })).toBe('2026-03-11T08:00:00.000Z');
  expect(await putOffTo({ address: { country: 'ES', postalCode: '38001', city: 'La Laguna' } })).toBe(
    '2026-03-11T09:00:00.000Z',
  );
  expect(await putOffTo({ countryCode: 'MX', state: 'BCN' })).toBe('invited');
  expect(await putOffTo({ country: 'ES', postcode: { odd: true } })).toBe('2026-03-11T09:00:00.000Z');
  expect(await putOffTo({ country: 42, address: 'Gran Vía 1' })).toBe('withheld');
  expect(await putOffTo({}, { timezone: 'America/Bogota' }, 'web')).toBe('invited');
  expect(await putOffTo({}, { timezone: 'America/Bogota' }, 'call_centre')).toBe('withheld');
  expect(await putOffTo({}, { timezone: 'UTC' }, 'web')).toBe('withheld');
});

it('case 29 (AJO): quiet hours that were tightened a minute ago decide what is due now, and the other way round', async () => {
  await publishPolicy(between('09:00', '23:30'));
  await hear(topics.customers.name, record(inTheCanaries));
  await hear(topics.resolved.name, arrival('i-1'), only);
  await publishPolicy(between('10:00', '21:00'));
  expect(await decideAt(evening + minuteMs, only)).toMatchObject({
    putOff: [{ until: Date.parse('2026-03-11T10:00:00Z') }],
  });
  await publishPolicy(between('15:00', '21:00'));
  expect(await decideAt(Date.parse('2026-03-11T10:00:00Z'), only)).toMatchObject({
    putOff: [{ until: Date.parse('2026-03-11T15:00:00Z') }],
  });
});

it('case 27 (pg clocks): one clock says what is due and what is too late, though the database’s is another', async () => {
  await hear(topics.customers.name, record(inTheCanaries));
  const soon = Date.now() + 5 * minuteMs;
  await hear(topics.resolved.name, arrival('i-1', { at: soon }), only);
  expect(await decideAt(soon - 1, only)).toMatchObject({ done: [] });
  // Ten minutes ahead of Postgres.
  expect(await decideAt(soon + 5 * minuteMs, only)).toMatchObject({ decided: [{ decision: { state: 'invited' } }] });
  const old = soon - 48 * hourMs;
  await hear(topics.resolved.name, arrival('i-2', { at: old }), only);
  expect(await decideAt(soon, only)).toMatchObject({ decided: [{ decision: { reason: 'too-late' } }] });
  await hear(topics.resolved.name, arrival('i-3', { at: old }), only);
  expect(await decideAt(soon - 1, only)).toMatchObject({
    decided: [{ decision: { state: 'withheld', reason: 'asked-recently' } }],
  });
});

it('case 3 (AJO): what was decided a second ago, by another programme, counts', async () => {
  await publishPolicy(
    policyOf({ packs: [], rules: [ruleOf({ id: 'once', hours: 'any', caps: [{ max: 1, windowHours: 168 }] })] }).policy,
  );
  await hear(topics.customers.name, record({}));
  await hear(topics.resolved.name, arrival('i-1'), only);
  await decideAt(evening, only);
  await hear(topics.resolved.name, arrival('i-2', { at: evening + 1 }), programmes.slice(1));
  const { decided } = await decideAt(evening + 1000);
  expect(decided).toMatchObject([
    { decision: { reason: 'contact-pressure', reasons: [{ rule: 'once', until: evening + 7 * dayMs }] } },
  ]);
});

it('case 3: nor do two of one batch use one place twice', async () => {
  await publishPolicy(
    policyOf({ packs: [], rules: [ruleOf({ id: 'once', hours: 'any', caps: [{ max: 1, windowHours: 168 }] })] }).policy,
  );
  await hear(topics.customers.name, record({}));
  await hear(topics.resolved.name, arrival('i-1'));
  const { decided } = await decideAt(evening);
  expect(
    decided.map(({ decision }) => (decision.state === 'withheld' ? decision.reason : decision.state)).sort(),
  ).toEqual([expect.stringMatching(/asked-recently|contact-pressure/), 'invited']);
});

it('case 11 (Knock): a policy in the table that cannot be read permits nothing, until it is mended', async () => {
  await publishPolicy(between('00:00', '24:00'));
  await pool.query(
    `UPDATE contact_policies SET policy = jsonb_set(policy, '{rules,0,caps}', '[{"max": 1}]'), version = 7`,
  );
  await hear(topics.customers.name, record(inTheCanaries));
  await hear(topics.resolved.name, arrival('i-1'), only);
  expect(await decideAt(evening, only)).toMatchObject({
    putOff: [{ until: evening + minuteMs, reasons: [{ reason: 'policy-invalid' }] }],
  });
  await publishPolicy(between('00:00', '24:00'));
  expect(await decideAt(evening + minuteMs, only)).toMatchObject({ decided: [{ decision: { state: 'invited' } }] });
});

it('an interaction that is put back, or attributed anew, is decided at once again, and its reasons are of now', async () => {
  await publishPolicy(between('09:00', '21:00'));
  await hear(topics.customers.name, record(inTheCanaries));
  await hear(topics.resolved.name, arrival('i-1'), only);
  await decideAt(evening, only);
  await hear(topics.resolved.name, arrival('i-1', { version: 2 }), only);
  const [{ id } = { id: '' }] = await readInvitations(pool, {}, { after: undefined, limit: 1 });
  expect(await findInvitation(pool, id)).toMatchObject({ state: 'pending', reasons: null, dueAt: iso(evening) });
});
