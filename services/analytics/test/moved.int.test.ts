import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { beginProjecting } from '../projecting/begin.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { contradictions, openFollower } from './truth.ts';

const migrations = join(import.meta.dirname, '..', 'migrations');
const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

/** The migrations up to the last one before facts were kept by month. */
const migrationsBefore = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hilo-migrations-'));
  cpSync(migrations, folder, { recursive: true });
  const file = join(folder, 'meta', '_journal.json');
  const journal = Journal.parse(JSON.parse(readFileSync(file, 'utf8')));
  const last = journal.entries.findIndex(({ tag }) => tag.endsWith('revisions_of_answers'));
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  return folder;
};

const [ana, luis] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];

it('moves what was kept before into facts, with its answers, numbers, rollups and columns', async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['analytics']);
  const pool = openDatabase({
    connectionString: urls.analytics ?? '',
    schema: 'analytics',
    logger: { warn: () => {} },
  });
  try {
    await migrate(pool, migrationsBefore());
    await pool.query(`INSERT INTO customers (id, version, deleted) VALUES ('${ana}', 3, false), ('${luis}', 2, true)`);
    await pool.query(`INSERT INTO claims (subject, customer, updated_at) VALUES ('${ana}', '${ana}', now())`);
    await pool.query(`
      INSERT INTO interactions (source, id, subject, version, withdrawn, occurred_at, channel, touchpoint, kind, verbatim, answers, why,
                                direction, actor, outcome, locale, journey, journey_name, stage, moment_of_truth, properties, context)
      VALUES ('shop', 'i-1', '${ana}', 1, false, '2026-03-01T23:30:00.123456Z', 'web', 'checkout', 'bought', 'muy bien',
              '[{"question":"q","scale":"nps","value":10}]', '{"rule":"strongest-identifier"}', 'inbound', 'customer', 'reached', 'es',
              'j-1', 'renewal', 'offer', true, '{"airline":"A"}', '{"campaign":"spring"}'),
             ('shop', 'i-2', '${luis}', 4, true, '2014-12-31T23:59:59Z', 'web', 'checkout', 'bought', NULL, '[]', '{}',
              NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
             ('desk', 'i-1', '${luis}', 1, false, '2026-04-01T00:00:00Z', 'store', 'lounge', 'complained', NULL, '[]', '{}',
              NULL, 'employee', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    await pool.query(`
      INSERT INTO answers (source, id, place, scale, value, occurred_at, channel, touchpoint)
      VALUES ('shop', 'i-1', 0, 'nps', 10, '2026-03-01T23:30:00.123456Z', 'web', 'checkout')`);
    await migrate(pool, migrations);

    const { rows } = await pool.query(
      `SELECT w.word AS source, f.id, s.id AS subject, f.version, f.withdrawn, f.occurred_at AS at, t.channel || '/' || t.touchpoint AS step,
              f.filed::text, (SELECT word FROM words WHERE no = f.actor) AS actor, f.journey, f.moment_of_truth, f.answers, f.properties,
              (SELECT word FROM words WHERE no = f.stage) AS stage
         FROM facts AS f JOIN words AS w ON w.no = f.source JOIN subjects AS s ON s.no = f.subject JOIN steps AS t ON t.no = f.step
        ORDER BY 1, 2`,
    );
    const nothing = { journey: null, moment_of_truth: null, answers: null, properties: null, stage: null };
    expect(rows).toEqual([
      {
        ...nothing,
        source: 'desk',
        id: 'i-1',
        subject: luis,
        version: 1,
        withdrawn: false,
        at: new Date('2026-04-01T00:00:00Z'),
        step: 'store/lounge',
        filed: '2026-04-01',
        actor: 'employee',
      },
      {
        source: 'shop',
        id: 'i-1',
        subject: ana,
        version: 1,
        withdrawn: false,
        at: new Date('2026-03-01T23:30:00.123Z'),
        step: 'web/checkout',
        filed: '2026-03-01',
        actor: 'customer',
        journey: 'j-1',
        moment_of_truth: true,
        answers: '[{"question":"q","scale":"nps","value":10}]',
        properties: '{"airline":"A"}',
        stage: 'offer',
      },
      {
        ...nothing,
        source: 'shop',
        id: 'i-2',
        subject: luis,
        version: 4,
        withdrawn: true,
        at: new Date('2014-12-31T23:59:59Z'),
        step: 'web/checkout',
        filed: '-infinity',
        actor: null,
      },
    ]);
    // First as the migration counts them, by days of UTC; then by those of the time zone that is asked for.
    for (const timeZone of ['UTC', 'Europe/Madrid']) {
      await beginProjecting(pool, { timeZone, properties: ['airline'] });
      await makeStaleChunks(pool);
      const { found, inTruth } = await contradictions(pool, timeZone, openFollower(pool));
      expect(found).toEqual(inTruth);
      expect(found.read).toHaveLength(2);
    }
  } finally {
    await pool.end();
    await database.drop();
  }
});
