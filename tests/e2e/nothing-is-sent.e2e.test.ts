import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, type Interaction, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { rebuild } from '../../scripts/rebuild/rebuild.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { arrival, programme } from './programme.ts';

const [history, people, answering] = [1000, 50, 3];
const dayMs = 86_400_000;
const soon = { timeout: 120_000, interval: 200 };
/** Whoever was to be written to by mistake would be within this time: what is due leaves at once. */
const quietMs = 3000;

const run = randomUUID().slice(0, 8);
let mails: Mails;
let database: TestDatabase;
let pool: Pool;
let hilo: HiloProcess;
let environment: Record<string, string>;

type Mails = { to: string[]; url: string; close(): Promise<void> };

/** A mail server that takes everything, and says to whom. */
const openMails = async (): Promise<Mails> => {
  const to: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, done) => {
      stream.resume();
      stream.on('end', () => {
        to.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { to, url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
};

beforeAll(async () => {
  mails = await openMails();
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'programmes.json');
  const reminding = { ...programme, restDays: 0, reminders: { atMost: 1, afterMinutes: 60 } };
  writeFileSync(file, JSON.stringify([reminding]));
  environment = { HILO_PROGRAMMES: file, HILO_SMTP_URL: mails.url };
  database = await createTestDatabase();
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  hilo = await startHilo({ databaseUrl: database.url, environment });
});
afterAll(async () => {
  await pool?.end();
  await hilo?.stop();
  await mails?.close();
  await database?.drop();
});

const addressOf = (who: number): string => `p${who}.${run}@example.org`;
const consents: Interaction['consents'] = [{ purpose: 'feedback', state: 'granted', channel: 'email' }];
const arrivalOf = (id: string, who: number, occurredAt: number): Interaction => ({
  ...arrival,
  id: `${run}-${id}`,
  channel: 'other',
  occurredAt: new Date(occurredAt).toISOString(),
  identifiers: [{ kind: 'email', value: addressOf(who) }],
  consents,
});

const began = Date.now();
/** From three days ago, which is the day after the deadline, to ten years ago; of those as well who fly now. */
const past = Array.from({ length: history }, (_, n) =>
  arrivalOf(`past-${n}`, n % people, began - 3 * dayMs - (n / history) * 3650 * dayMs),
);

const post = async (interactions: readonly Interaction[]): Promise<void> => {
  for (let from = 0; from < interactions.length; from += 250)
    await hilo.client.post('/v1/interactions', interactions.slice(from, from + 250), IngestResult);
};

const flown: Interaction[] = [];
/** So many more land now, one after the other, each of whom is to get one mail. */
const land = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    const one = arrivalOf(`live-${flown.length}`, flown.length, Date.now());
    flown.push(one);
    await post([one]);
    await delay(50);
  }
};
const whoFlew = (): string[] => flown.map((_, who) => addressOf(who)).sort();
const received = (): string[] => [...mails.to].sort();

/** Until everybody has a mail who is to have one, and some time after it nobody else has. */
const onlyWhoFlewHasOne = async (): Promise<void> => {
  await untilThrough(hilo.client);
  await expect.poll(received, soon).toEqual(whoFlew());
  await delay(quietMs);
  expect(received()).toEqual(whoFlew());
};

/** What is survey-trigger's own and no fact says: it has it from nowhere else. */
const own = ['messages', 'message_reports', 'responses', 'answers', 'follow_ups', 'survey_tokens', 'timers'] as const;
const rowsOf = async (table: string): Promise<string[]> => {
  const { rows } = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`);
  return rows.map(({ row }) => row);
};
const told = async (): Promise<Record<string, number>> => {
  await using log = await openLog(database.url);
  const ends: Record<string, number> = {};
  for (const topic of [topics.surveys, topics.interactions]) {
    await log.ensureTopics([topic]);
    ends[topic.name] = (await log.endOffsets(topic.name)).reduce((sum, end) => sum + end, 0);
  }
  return ends;
};
const all = async () => ({
  told: await told(),
  invitations: await rowsOf(`(SELECT to_jsonb(i) - 'rebuilt' AS row FROM invitations i)`),
  own: Object.fromEntries(await Promise.all(own.map(async (table) => [table, await rowsOf(table)] as const))),
});
/** Everything, once nothing changes any more. */
const settled = async () => {
  await untilThrough(hilo.client);
  for (let before = ''; ; await delay(1000)) {
    const now = await all();
    if (JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
  }
};

const rebuilt = () => rebuild('survey-trigger', { url: hilo.url, key: apiKey, dataDir: '' });
const count = async (what: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)).rows[0]?.n ?? 0;

const Invitations = z.object({
  invitations: z.array(z.object({ id: z.string(), interaction: z.object({ id: z.string() }) })),
});
const answer = async (who: number): Promise<void> => {
  const { invitations } = await hilo.client.get('/v1/invitations?state=invited&limit=100', Invitations);
  const invitation = invitations.find(({ interaction }) => interaction.id === flown[who]?.id)?.id;
  const answers = [{ question: 'likelihood_to_recommend', value: 9 }];
  await hilo.client.post(`/v1/invitations/${invitation}/answers`, { answers, channel: 'email' }, z.unknown());
};

const whoAnswered = Array.from({ length: answering }, (_, who) => addressOf(who));

it('an import of old interactions sends nothing, while who flies meanwhile gets a mail', async () => {
  await Promise.all([post(past), land(10)]);
  await onlyWhoFlewHasOne();
  expect(await count('messages')).toBe(10);
});

it('a rebuild sends nothing again, tells nothing twice, and leaves messages, answers and what comes next as they are', async () => {
  for (let who = 0; who < answering; who += 1) await answer(who);
  await expect.poll(() => count(`responses WHERE state = 'completed'`), soon).toBe(answering);
  const before = await settled();
  expect(await rebuilt()).toMatchObject({ state: 'done' });
  expect(await settled()).toEqual(before);
  await onlyWhoFlewHasOne();

  await Promise.all([rebuilt(), land(5)]);
  await onlyWhoFlewHasOne();
  expect(await count('answers')).toBe(answering);
});

it('a replay of all that was ever posted sends nothing, nor do old interactions under other ids', async () => {
  const before = await settled();
  const again = past.map((one) => ({ ...one, id: `${one.id}-again` }));
  await post([...past, ...flown, ...again]);
  expect(await settled()).toMatchObject({ told: { [topics.surveys.name]: before.told[topics.surveys.name] } });
  await land(5);
  await onlyWhoFlewHasOne();
});

it('what was to come next comes after all that, once, to whom has not answered', async () => {
  await pool.query(`UPDATE messages SET handed_over_at = handed_over_at - interval '61 minutes';
    UPDATE timers SET due_at = due_at - interval '61 minutes' WHERE kind = 'follow-up'`);
  const reminded = whoFlew().filter((address) => !whoAnswered.includes(address));
  const expected = [...whoFlew(), ...reminded].sort();
  await expect.poll(received, soon).toEqual(expected);
  await rebuilt();
  await delay(quietMs);
  expect(received()).toEqual(expected);
});

it('a rebuild of what was lost sends nothing to whom it has forgotten', async () => {
  const before = { mails: received(), told: (await settled()).told };
  await hilo.stop();
  await pool.query(`TRUNCATE invitations, profiles, claims, customers, contact_facts, contacts, ${own.join(', ')}`);
  hilo = await startHilo({ databaseUrl: database.url, port: new URL(hilo.url).port, environment });
  expect(await rebuilt()).toMatchObject({ state: 'done' });
  await delay(quietMs);
  expect([await count('invitations'), await count('messages'), await count('timers')]).toEqual([0, 0, 0]);
  expect({ mails: received(), told: (await settled()).told }).toEqual(before);
});
