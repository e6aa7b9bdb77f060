import { openDatabase } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { findDecided } from './find.ts';
import { killDeciding } from './kill-deciding.ts';
import { faultsOf } from './verdict.ts';

const kills = 20;

it(`every candidate is invited or withheld with its reasons, once, after ${kills} kills of who decides (pnpm test:faults --deciding --full: 200)`, async () => {
  const database = await createTestDatabase();
  const outcome = await killDeciding({ databaseUrl: database.url, kills, seed: 18, say: console.log });
  console.log(outcome.ended, outcome.killed, outcome.seconds);
  expect(outcome.faults).toEqual([]);
  const { invited = 0, withheld = 0, historical = 0 } = outcome.ended;
  expect([invited, withheld, historical].every((count) => count > 50)).toBe(true);

  // That nothing was found means nothing unless a single one of them would have been.
  const pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: console });
  const one = `SELECT id FROM invitations WHERE state = 'invited' ORDER BY id LIMIT 1`;
  const other = `SELECT id FROM invitations WHERE state = 'withheld' ORDER BY id LIMIT 1`;
  await pool.query(
    `DELETE FROM contacts WHERE id IN (SELECT contact FROM contact_facts WHERE id IN (SELECT id::text FROM (${one}) o))`,
  );
  await pool.query(`UPDATE invitations SET reasons = NULL WHERE id IN (${other})`);
  await pool.query(`UPDATE invitations SET decided_at = now() + interval '1 hour' WHERE id IN (${one})`);
  await pool.query('UPDATE historical_counts SET candidates = candidates + 1');
  const found = faultsOf(outcome.expected, await findDecided(pool, database.url)).join('\n');
  await pool.end();
  expect(found).toContain('1: withheld without a reason');
  expect(found).toContain('1: attempts without one row in the ledger');
  expect(found).toContain('the ledger has another number of rows');
  expect(found).toContain('1: counted as history, and another number was posted');
  await database.drop();
});
