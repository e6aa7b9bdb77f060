import { createLogger, nameHashes, openDatabase, openHealth, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { openDeciding } from '../worker.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());

const Page = z.object({
  invitations: z.array(z.object({ interaction: z.object({ id: z.string() }) })),
  nextCursor: z.string().optional(),
});

it('loses none of nine invitations after what happened within a millisecond, as an older version told it apart', async () => {
  const ana = '00000000-0000-8000-8000-00000000000a';
  await pool.query(
    `INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                              attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
     SELECT gen_random_uuid(), 'p', 1, 'gate', 'i-' || n, 't', $1, $1, 1, 1, '{"answered":[]}',
            '2026-03-01T10:00:00Z'::timestamptz + n * 100 * interval '1 microsecond', now(), now(), 'withheld'
       FROM generate_series(1, 9) AS n`,
    [ana],
  );
  for (const limit of [1, 2, 3, 4, 8, 9, 50]) {
    const found: string[] = [];
    let cursor = '';
    do {
      const response = await fetch(`${hilo.url}/v1/invitations?limit=${limit}${cursor}`, {
        headers: { authorization: `Bearer ${rootKey}` },
      });
      const { invitations, nextCursor } = Page.parse(await response.json());
      found.push(...invitations.map(({ interaction }) => interaction.id));
      cursor = nextCursor === undefined ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    expect(found).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `i-${n}`));
  }
});

const pending = (id: string, subject: string, fields: { deadline?: string; circumstances?: string } = {}) =>
  pool.query(
    `WITH noted AS (INSERT INTO timers (kind, ref, shard, due_at) VALUES ('invitation', $1::text::uuid, 0, '2026-01-01'))
     INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                              attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
     VALUES ($1::text::uuid, 'p', 1, 'gate', $1::text, 't', $2, $2, 1, 1, $4, '2026-01-01', '2026-01-01', $3, 'pending')`,
    [id, subject, fields.deadline ?? '2026-01-01', fields.circumstances ?? '{"answered":[]}'],
  );
const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const openHere = (now: () => number) => {
  const health = openHealth(now);
  const resources = { pool, log: hilo.log, logger: createLogger({ level: 'silent', name: 'test' }), health, now };
  const hashes = nameHashes('a secret of the tests');
  const opened = openDeciding(
    { ...resources, hashes },
    { programmes: fixedProgrammes([]), policies: openPolicies(), isOnThread: false },
    20,
  );
  return opened.then((deciding) => ({ deciding, reasons: () => health.ailments().map(({ reason }) => reason) }));
};

const listed = async (query: string) => {
  const response = await fetch(`${hilo.url}/v1/invitations?${query}`, {
    headers: { authorization: `Bearer ${rootKey}` },
  });
  const Row = z.object({ id: z.string(), state: z.string(), unreadable: z.string().optional() });
  return z.object({ invitations: z.array(Row) }).parse(await response.json()).invitations;
};

it('is not ready when nothing can be decided, and ready when it can be again', async () => {
  const { deciding, reasons } = await openHere(() => Date.UTC(2026, 2, 1));
  await pool.query('ALTER TABLE profiles RENAME TO gone');
  await pending(uuid(1), uuid(1));
  await expect.poll(reasons).toEqual([expect.stringContaining('relation "profiles" does not exist')]);
  await pool.query('ALTER TABLE gone RENAME TO profiles');
  await expect.poll(reasons).toEqual([]);
  await deciding.close();
});

it('one by which the database refuses a whole batch costs itself alone, is listed with the reason, and tried again', async () => {
  await pool.query('TRUNCATE invitations');
  await pool.query(`CREATE FUNCTION survey.refuse() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN IF NEW.id = '${uuid(33)}' AND NEW.state <> 'pending' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
  await pool.query('CREATE TRIGGER refuse BEFORE UPDATE ON invitations FOR EACH ROW EXECUTE FUNCTION survey.refuse()');
  for (let n = 1; n <= 50; n += 1) {
    const circumstances = n === 7 ? '{"answered":"secret"}' : '{"answered":[]}';
    await pending(uuid(n), uuid(1), { circumstances });
  }
  const listedAside = async () =>
    (await listed('unreadable=true')).map(({ id, unreadable }) => [id, unreadable]).sort();
  await expect.poll(listedAside).toEqual([
    [uuid(7), 'invitation: circumstances.answered (invalid_type)'],
    [uuid(33), 'failed: P0001'],
  ]);
  await expect.poll(() => listed('state=withheld&limit=200')).toHaveLength(48);
  expect(await listed('unreadable=false&limit=200')).toHaveLength(48);
  expect((await listed('state=withheld&limit=200')).map(({ id }) => id).sort()).toEqual(
    Array.from({ length: 50 }, (_, n) => uuid(n + 1)).filter((id) => id !== uuid(7) && id !== uuid(33)),
  );
  await pool.query('DROP FUNCTION survey.refuse() CASCADE');
  await pool.query("UPDATE timers SET due_at = now() + interval '50 milliseconds'");
  await expect.poll(async () => (await listed('state=withheld&limit=200')).length).toBe(49);
  expect(await listedAside()).toEqual([[uuid(7), 'invitation: circumstances.answered (invalid_type)']]);
});
