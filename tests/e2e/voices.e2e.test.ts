import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Channel, IngestResult } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { linkTo } from '../../services/survey-trigger/test/invited.ts';
import { arrival, programme } from './programme.ts';

/** What employees are asked after what they report of the same flight, by a purpose of their own. */
const ofEmployees = {
  ...programme,
  id: 'after-the-shift',
  title: 'How was it, from the inside?',
  voice: 'employee',
  purpose: 'employee.feedback',
  when: { touchpoints: [arrival.touchpoint] },
};
const atAnyHour = {
  jurisdiction: 'general',
  channels: Channel.options,
  classes: ['commercial', 'survey'],
  source: 'this test',
  readOn: '2026-01-01',
  confidence: 'high',
};
const policy = {
  packs: [],
  rules: [
    { ...atAnyHour, id: 'at-any-hour', hours: 'any', rest: { afterRefusal: 180 } },
    { ...atAnyHour, id: 'customers', voices: ['customer'], caps: [{ max: 1, windowHours: 720 }] },
    { ...atAnyHour, id: 'employees', voices: ['employee'], caps: [{ max: 4, windowHours: 720 }] },
  ],
};
const soon = { interval: 100 };
let database: TestDatabase;
let pool: Pool;
let hilo: HiloProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hilo-test-'));
  const files = { HILO_PROGRAMMES: join(folder, 'programmes.json'), HILO_CONTACT_POLICY: join(folder, 'policy.json') };
  writeFileSync(files.HILO_PROGRAMMES, JSON.stringify([programme, ofEmployees]));
  writeFileSync(files.HILO_CONTACT_POLICY, JSON.stringify(policy));
  hilo = await startHilo({ databaseUrl: database.url, environment: files });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
});
afterAll(async () => {
  await pool?.end();
  await hilo?.stop();
  await database?.drop();
});

const email = { kind: 'email', value: 'ana@example.org' };
const identifiers = [{ kind: 'customer_number', value: 'ana' }, email];

const happen = (id: string, fields: object) => {
  const occurredAt = new Date(Date.now() - 1000).toISOString();
  return hilo.client.post('/v1/interactions', { ...arrival, id, occurredAt, identifiers, ...fields }, IngestResult);
};

const Invitations = z.object({
  invitations: z.array(
    z.object({ id: z.string(), programme: z.string(), state: z.string(), interaction: z.object({ id: z.string() }) }),
  ),
});

/** What was decided about asking after this interaction, by programme. */
const decided = async (interaction: string) => {
  const { invitations } = await hilo.client.get('/v1/invitations', Invitations);
  return invitations
    .filter((one) => one.interaction.id === interaction && one.state !== 'pending')
    .map((one) => ({ id: one.id, said: `${one.programme} ${one.state}` }));
};

/** The invitation after this interaction, once it is decided, and nothing else is. */
const invitedAfter = async (interaction: string, said: readonly string[]): Promise<string> => {
  const words = async () => (await decided(interaction)).map((one) => one.said).sort();
  await expect.poll(words, soon).toEqual(said);
  return (await decided(interaction)).find((one) => one.said.endsWith(' invited'))?.id ?? '';
};

const pageOf = async (invitation: string): Promise<string> => `${hilo.url}/s/${await linkTo(pool, { invitation })}`;

const answer = async (page: string, value: number): Promise<void> => {
  const body = new URLSearchParams({
    act: 'answer',
    question: 'likelihood_to_recommend',
    value: String(value),
    lang: 'en',
  });
  expect((await fetch(page, { method: 'POST', redirect: 'manual', body })).status).toBe(303);
};

const Checked = z.looseObject({ reasons: z.array(z.object({ reason: z.string() })) });
const whyNot = async (purpose: string): Promise<string[]> => {
  const request = { identifier: email, channel: 'email', purpose, class: 'survey' };
  const { reasons } = await hilo.client.post('/v1/contact-permissions/check', request, Checked);
  return reasons.map(({ reason }) => reason);
};

const Rows = z.looseObject({
  rows: z.array(
    z.looseObject({ group: z.record(z.string(), z.unknown()), n: z.number(), value: z.number().nullable() }),
  ),
});
const ask = async (metric: string, asked: object) =>
  (await hilo.client.post('/v1/query', { metric, ...asked }, Rows)).rows;
const Cases = z.looseObject({ cases: z.array(z.looseObject({ about: z.string() })) });

it('hears one who is both in each of her voices, and asks, counts and leaves her alone in each by itself', async () => {
  const consents = ['feedback', 'employee.feedback'].map((purpose) => ({ purpose, state: 'granted' }));
  await happen('landed', { channel: 'other', consents });
  const asCustomer = await pageOf(await invitedAfter('landed', ['after-the-flight invited']));
  // Having been asked as a customer a moment ago, she may be asked as an employee; and not as a customer for what she did at work.
  await happen('worked', { channel: 'app', actor: 'employee', direction: 'internal' });
  const own = ['after-the-flight withheld', 'after-the-shift invited'];
  const asEmployee = await pageOf(await invitedAfter('worked', own));
  expect(await (await fetch(asCustomer)).text()).not.toContain('as an employee');
  expect(await (await fetch(asEmployee)).text()).toContain('You are asked as an employee of');

  await answer(asCustomer, 2);
  await answer(asEmployee, 9);
  const nps = () => ask('nps', { groupBy: ['voice'], filters: { touchpoint: [arrival.touchpoint] } });
  await expect
    .poll(async () => (await nps()).map(({ group, n, value }) => [group.voice, n, value]), soon)
    .toEqual([
      ['customer', 1, -100],
      ['employee', 1, 100],
    ]);
  expect(await ask('gap', { of: 'nps', filters: { touchpoint: [arrival.touchpoint] } })).toMatchObject([
    { value: 200, customers: { value: -100, n: 1 }, employees: { value: 100, n: 1 } },
  ]);

  // What she says as an employee opens no case, however unhappy she is.
  await happen('worked-again', { channel: 'app', actor: 'employee', direction: 'internal', answers: [] });
  await happen('reported', {
    ...{ channel: 'app', actor: 'employee', direction: 'internal', touchpoint: 'gate', kind: 'complained' },
    answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 0 }],
  });
  await expect.poll(() => ask('nps', { filters: { touchpoint: ['gate'] } }), soon).toMatchObject([{ n: 1 }]);
  const { cases } = await hilo.client.get('/v1/cases', Cases);
  expect(cases.map(({ about }) => about)).toEqual([arrival.touchpoint]);

  // A no as an employee is none as a customer.
  expect(await whyNot('feedback')).toEqual(['contact-pressure']);
  expect(await whyNot('employee.feedback')).toEqual([]);
  const refused = await fetch(asEmployee, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ act: 'refuse' }),
  });
  expect(refused.status).toBe(303);
  expect(await whyNot('employee.feedback')).toContain('refused');
  await expect.poll(() => whyNot('employee.feedback'), soon).toContain('consent-withdrawn');
  expect(await whyNot('feedback')).toEqual(['contact-pressure']);
});
