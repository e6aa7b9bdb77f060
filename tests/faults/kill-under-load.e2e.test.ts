import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, testSeed } from '@hilo/testing';
import { expect, it } from 'vitest';
import { findAll } from './find.ts';
import { killUnderLoad } from './kill-under-load.ts';
import { faultsIn } from './verdict.ts';

const columns = 'subject, rule, version, withdrawn, content';
const storedTwice = `INSERT INTO identity.interactions (key, ${columns}) SELECT gen_random_uuid(), ${columns}`;
const id = "content::json ->> 'id'";
const one = `FROM identity.interactions WHERE ${id} = $1`;
const twoStored = `SELECT ${id} AS id FROM identity.interactions WHERE ${id} LIKE 'made-up-%' ORDER BY ${id} LIMIT 2`;

// Over the Postgres log alone: over Kafka, `pnpm test:faults` does it.
const severity = { events: 20_000, kills: 3 };
const { events, kills } = severity;

it(`loses nothing and does nothing twice when services are killed (${events} events and ${kills} kills here; pnpm test:faults --full has a million)`, async () => {
  const database = await createTestDatabase();
  const place = { databaseUrl: database.url, log: undefined };
  const { faults, expected, posted, ledger } = await killUnderLoad({
    ...place,
    ...severity,
    moves: 0,
    seed: testSeed(),
    say: console.log,
  });
  expect(faults).toEqual([]);
  expect(ledger.accepted).toBeGreaterThanOrEqual(events);
  expect(ledger.duplicate).toBeGreaterThan(0);
  expect(ledger.quarantined).toBeGreaterThan(0);

  // That nothing was found means nothing unless a single one of them would have been.
  const pool = openDatabase({ connectionString: database.url, schema: 'public', logger: console });
  // Two that are stored: by the seed, any of them may be one that was set aside.
  const { rows } = await pool.query<{ id: string }>(twoStored);
  const [lost = '', doubled = ''] = rows.map(({ id }) => id);
  await pool.query(`DELETE ${one}`, [lost]);
  await pool.query(`${storedTwice} ${one}`, [doubled]);
  await pool.end();
  const found = faultsIn(expected, await findAll(place, posted)).join('\n');
  expect(found).toContain(`1 interactions: lost: in the log, and not stored (${lost})`);
  expect(found).toContain(`1 interactions: stored twice (${doubled})`);
  await database.drop();
});
