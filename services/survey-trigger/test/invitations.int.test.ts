import { createLogger, nameHashes, openDatabase, openHealth, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';
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

it('is not ready when nothing can be decided for a minute, and ready when it can be again', async () => {
  let now = Date.UTC(2026, 2, 1);
  const deciding = await openDeciding(
    {
      pool,
      log: hilo.log,
      logger: createLogger({ level: 'silent', name: 'test' }),
      health: openHealth(() => now),
      now: () => now,
      hashes: nameHashes('a secret of the tests'),
    },
    { programmes: [], isOnThread: false },
    20,
  );
  const isReady = (): boolean => {
    try {
      deciding.ready();
      return true;
    } catch {
      return false;
    }
  };
  await pool.query('ALTER TABLE profiles RENAME TO gone');
  await pool.query("UPDATE invitations SET state = 'pending', due_at = '2026-01-01', deadline = '2026-01-01'");
  await expect
    .poll(() => {
      now += 30_000;
      return isReady();
    })
    .toBe(false);
  await pool.query('ALTER TABLE gone RENAME TO profiles');
  await expect.poll(isReady).toBe(true);
  await deciding.close();
});
