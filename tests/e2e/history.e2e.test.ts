import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, type Interaction, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { rebuild } from '../../scripts/rebuild/rebuild.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { arrival, programme } from './programme.ts';

/** `HISTORY=100000` by hand. */
const history = Number(process.env.HISTORY ?? 5000);
const people = Math.ceil(history / 20);
const live = 40;
const tenYearsMs = 3650 * 86_400_000;
const deadlineMs = 48 * 3_600_000;
const patience = Math.max(120_000, history * 20);

const run = randomUUID().slice(0, 8);
let database: TestDatabase;
let hilo: HiloProcess;
let pool: Pool;

beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'hilo-test-')), 'programmes.json');
  writeFileSync(file, JSON.stringify([{ ...programme, restDays: 0 }]));
  database = await createTestDatabase();
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  const environment = { HILO_PROGRAMMES: file, HILO_INVITATIONS_ON_THREAD: 'yes' };
  hilo = await startHilo({ databaseUrl: database.url, environment });
});
afterAll(async () => {
  await pool?.end();
  await hilo?.stop();
  await database?.drop();
});

const emailOf = (who: string) => ({ kind: 'email', value: `${who}.${run}@example.org` }) as const;
const granted: Interaction['consents'] = [{ purpose: 'feedback', state: 'granted', channel: 'email' }];
const post = async (interactions: Interaction[]): Promise<void> => {
  await hilo.client.post('/v1/interactions', interactions, IngestResult);
};

/** An arrival of the last ten years, and now and then a call that somebody made: all of it older than any deadline. */
const past = (n: number): Interaction => {
  const occurredAt = new Date(Date.now() - deadlineMs - ((n + 1) / history) * tenYearsMs).toISOString();
  const own = { id: `${run}-past-${n}`, occurredAt, identifiers: [emailOf(`p${n % people}`)] };
  return n % 10 === 0
    ? { ...own, channel: 'email', touchpoint: 'campaign', kind: 'sent', direction: 'outbound', consents: granted }
    : { ...own, ...arrival, channel: 'other', consents: granted };
};
const arrivals = history - Math.ceil(history / 10);

const postHistory = async (): Promise<void> => {
  for (let from = 0; from < history; from += 500) {
    await post(Array.from({ length: Math.min(500, history - from) }, (_, n) => past(from + n)));
  }
};

const postLive = async (): Promise<void> => {
  for (let n = 0; n < live; n += 1) {
    const identifiers = [emailOf(`p${n}`)];
    const occurredAt = new Date().toISOString();
    await post([{ ...arrival, id: `${run}-live-${n}`, occurredAt, channel: 'other', identifiers, consents: granted }]);
    await delay(50);
  }
};

const count = async (what: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)).rows[0]?.n ?? 0;
const ends = async (): Promise<number[]> => {
  await using log = await openLog(database.url);
  const all = [topics.surveys, topics.interactions];
  await log.ensureTopics(all);
  return Promise.all(all.map(async ({ name }) => (await log.endOffsets(name)).reduce((sum, end) => sum + end, 0)));
};
const Counts = z.object({ programmes: z.array(z.record(z.string(), z.unknown())) });
const counts = async () => (await hilo.client.get('/v1/invitations/counts?from=2000-01-01', Counts)).programmes[0];

it(
  'ten years of history that are imported set nothing off, and who flies meanwhile is asked at once',
  async () => {
    await Promise.all([postHistory(), postLive()]);
    await untilThrough(hilo.client);
    await expect
      .poll(counts, { timeout: patience, interval: 200 })
      .toMatchObject({ candidates: arrivals + live, historical: arrivals, invited: live, withheld: 0, pending: 0 });
    expect([await count('invitations'), await count('timers')]).toEqual([live, 0]);
    const { rows } = await pool.query<{ late: number }>(
      'SELECT max(extract(epoch FROM decided_at - occurred_at))::float8 AS late FROM invitations',
    );
    expect(rows[0]?.late).toBeLessThan(180);
    // The ledger is filled all the same.
    await expect.poll(() => count(`contacts WHERE source <> 'hilo/survey-trigger'`)).toBe(history - arrivals);
  },
  patience,
);

it(
  'a rebuild, of what is here and of what was lost, sets nothing off',
  async () => {
    const before = { ends: await ends(), counts: await counts() };
    const command = { url: hilo.url, key: apiKey, dataDir: '' };
    expect(await rebuild('survey-trigger', command)).toMatchObject({ state: 'done' });
    expect({ ends: await ends(), counts: await counts() }).toEqual(before);

    await hilo.stop();
    await pool.query('TRUNCATE invitations, timers, profiles, claims, customers, contact_facts, contacts');
    hilo = await startHilo({ databaseUrl: database.url, port: new URL(hilo.url).port });
    expect(await rebuild('survey-trigger', { ...command, url: hilo.url })).toMatchObject({ state: 'done' });
    expect(await ends()).toEqual(before.ends);
    expect([await count('invitations'), await count('timers'), await count('outbox')]).toEqual([0, 0, 0]);
    expect(await counts()).toMatchObject({ candidates: arrivals, historical: arrivals });
    expect(await count('contacts')).toBeGreaterThanOrEqual(history - arrivals);
  },
  patience,
);
