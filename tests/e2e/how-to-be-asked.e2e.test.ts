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

/** At any hour, so that the test says the same at each; and with the rest after a refusal that is shipped. */
const atAnyHour = {
  id: 'at-any-hour',
  jurisdiction: 'general',
  channels: Channel.options,
  classes: ['commercial', 'survey'],
  hours: 'any',
  rest: { afterRefusal: 180 },
  source: 'this test',
  readOn: '2026-01-01',
  confidence: 'high',
};
const soon = { interval: 100 };
let database: TestDatabase;
let pool: Pool;
let hilo: HiloProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hilo-test-'));
  const [programmes, policy] = [join(folder, 'programmes.json'), join(folder, 'policy.json')];
  writeFileSync(programmes, JSON.stringify([programme]));
  writeFileSync(policy, JSON.stringify({ packs: [], rules: [atAnyHour] }));
  const environment = { HILO_PROGRAMMES: programmes, HILO_CONTACT_POLICY: policy };
  hilo = await startHilo({ databaseUrl: database.url, environment });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
});
afterAll(async () => {
  await pool?.end();
  await hilo?.stop();
  await database?.drop();
});

const Invitations = z.object({
  invitations: z.array(z.object({ id: z.string(), state: z.string(), interaction: z.object({ id: z.string() }) })),
});

/** Lands, and is asked by e-mail; gives the link by which she says how she wants to be. */
const askedByMail = async (who: string): Promise<string> => {
  const identifiers = [
    { kind: 'customer_number', value: who },
    { kind: 'email', value: `${who}@example.org` },
  ];
  const occurredAt = new Date(Date.now() - 1000).toISOString();
  const consents = [{ purpose: 'feedback', state: 'granted' }];
  const landed = { ...arrival, id: `${who}-landed`, channel: 'other', occurredAt, identifiers, consents };
  await hilo.client.post('/v1/interactions', landed, IngestResult);
  const invited = async () => {
    const { invitations } = await hilo.client.get('/v1/invitations?state=invited', Invitations);
    return invitations.find(({ interaction }) => interaction.id === landed.id)?.id ?? '';
  };
  await expect.poll(invited, soon).not.toBe('');
  const invitation = await invited();
  return `${hilo.url}/u/${await linkTo(pool, { invitation, purpose: 'unsubscribe' })}`;
};

const post = (url: string, posted: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(posted) });

const Checked = z.looseObject({ reasons: z.array(z.object({ reason: z.string(), rule: z.string() })) });

/** Why she is not to be asked by e-mail at this moment. */
const whyNot = async (who: string): Promise<string[]> => {
  const request = {
    identifier: { kind: 'email', value: `${who}@example.org` },
    channel: 'email',
    purpose: 'feedback',
    class: 'survey',
  };
  const { reasons } = await hilo.client.post('/v1/contact-permissions/check', request, Checked);
  return reasons.map(({ reason, rule }) => `${reason} ${rule}`);
};

it('asks her as she said: not before the day, and not on the channel that she does not want', async () => {
  const link = await askedByMail('ana');
  const before = await whyNot('ana');
  expect((await post(link, { act: 'preferences', form: 'one', channel: 'email', pause: '365' })).status).toBe(303);
  await expect.poll(() => whyNot('ana'), soon).toContain('asked-recently hilo.preferred-pause');
  // What she took back is gone, and what she said meanwhile is so.
  expect((await post(link, { act: 'preferences', form: 'two', pause: '' })).status).toBe(303);
  await expect.poll(async () => (await whyNot('ana')).join(), soon).toContain('consent-withdrawn');
  expect(await whyNot('ana')).not.toContain('asked-recently hilo.preferred-pause');
  expect((await post(link, { act: 'preferences', form: 'three', channel: 'email' })).status).toBe(303);
  await expect.poll(() => whyNot('ana'), soon).toEqual(before);
});

it('does not ask again whom one click was enough for: at once, and by her record from then on', async () => {
  const link = await askedByMail('luis');
  expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect((await whyNot('luis')).join()).toContain('refused');
  await expect.poll(async () => (await whyNot('luis')).join(), soon).toContain('consent-withdrawn');
});
