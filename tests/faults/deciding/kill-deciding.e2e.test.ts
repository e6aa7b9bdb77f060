import { openDatabase } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { faultsOfCases, findCases } from './cases.ts';
import { findDecided } from './find.ts';
import { faultsOfGuidance, findGuidance } from './guidance.ts';
import { killDeciding } from './kill-deciding.ts';
import { faultsOfReactions, findReactions } from './reactions.ts';
import { faultsOfTold, findTold } from './told.ts';
import { faultsOfVerbatims, findVerbatims } from './verbatims.ts';
import { faultsOf } from './verdict.ts';

const kills = 20;

it(`every candidate is invited or withheld with its reasons, once, after ${kills} kills of who decides (pnpm test:faults --deciding --full: 200)`, async () => {
  const database = await createTestDatabase();
  const outcome = await killDeciding({ databaseUrl: database.url, kills, seed: 18, say: console.log });
  console.log(outcome.ended, outcome.killed, outcome.seconds);
  expect(outcome.faults).toEqual([]);
  const { invited = 0, withheld = 0, historical = 0 } = outcome.ended;
  expect([invited, withheld, historical].every((count) => count > 20)).toBe(true);
  const { cases = 0, escalated = 0 } = outcome.ended;
  expect(cases).toBeGreaterThan(10);
  expect(escalated).toBeGreaterThan(0);
  expect(outcome.ended.fired).toBeGreaterThan(20);
  expect(outcome.ended.pushed).toBeGreaterThan(20);
  expect(outcome.ended.told).toBeGreaterThan(10);

  // That nothing was found means nothing unless a single one of them would have been.
  const pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: console });
  // An invitation whose contact is of no other attempt: which of them comes first is chance.
  const one = `
    SELECT i.id FROM invitations i WHERE i.state = 'invited' AND i.programme NOT LIKE '~%' AND NOT EXISTS (
      SELECT FROM contact_facts f JOIN contact_facts o ON o.contact = f.contact AND o.id <> f.id AND o.teller IN ('invitation', 'report')
       WHERE f.id = i.id::text)
     ORDER BY i.id LIMIT 1`;
  const other = `SELECT id FROM invitations WHERE state = 'withheld' AND programme NOT LIKE '~%' ORDER BY id LIMIT 1`;
  const [spoilt] = (await pool.query<{ id: string }>(one)).rows;
  await pool.query('DELETE FROM contacts WHERE id IN (SELECT contact FROM contact_facts WHERE id = $1)', [spoilt?.id]);
  await pool.query(`UPDATE invitations SET reasons = NULL WHERE id IN (${other})`);
  // Whether one who is invited has said no later is chance: somebody has, between the decision and the hour to which it is put off.
  const [toldNo] = (await findDecided(pool, database.url)).invitations.filter(({ state }) => state === 'invited');
  const saidNo = new Map(outcome.expected.saidNo).set(toldNo?.customer ?? '', Date.now() + 1_800_000);
  await pool.query(`UPDATE invitations SET decided_at = now() + interval '1 hour' WHERE id = $1`, [toldNo?.id]);
  await pool.query('UPDATE historical_counts SET candidates = candidates + 1');
  const complaints = await pool.query<{ id: string; email: string }>(
    `SELECT interaction AS id, subject AS email FROM cases WHERE rule = 'complaint'`,
  );
  await pool.query(
    `UPDATE cases SET state = 'resolved' WHERE id IN (SELECT id FROM cases WHERE state = 'open' AND rule = 'complaint' ORDER BY id LIMIT 1)`,
  );
  await pool.query(
    `DELETE FROM case_steps WHERE "case" IN (SELECT id FROM cases WHERE state = 'open' AND rule = 'complaint' ORDER BY id LIMIT 1)`,
  );
  await pool.query('DELETE FROM verbatims WHERE id IN (SELECT id FROM verbatims ORDER BY id LIMIT 1)');
  const unjudged = faultsOfVerbatims([{ id: 'never written' }], await findVerbatims(pool, database.url)).join('\n');
  await pool.query(
    `UPDATE reactions SET state = 'resting' WHERE id IN (SELECT id FROM reactions WHERE state = 'fired' AND rule = 'often' ORDER BY id LIMIT 1)`,
  );
  await pool.query(
    `DELETE FROM reactions WHERE id IN (SELECT id FROM reactions WHERE rule = 'quiet' ORDER BY id LIMIT 1)`,
  );
  await pool.query(
    'DELETE FROM analytics.guidance WHERE id IN (SELECT id FROM guidance WHERE pushed_at IS NOT NULL ORDER BY id LIMIT 1)',
  );
  await pool.query(
    `UPDATE guidance SET id = gen_random_uuid(), state = 'open' WHERE id IN (SELECT id FROM guidance WHERE pushed_at IS NOT NULL ORDER BY id DESC LIMIT 1)`,
  );
  const unguided = faultsOfGuidance(outcome.expected.arrivals, await findGuidance(pool, database.url)).join('\n');
  const sorry = `SELECT id FROM invitations WHERE programme = '~sorry' ORDER BY id`;
  const [twice] = (
    await pool.query<{ id: string }>(`SELECT id FROM messages WHERE invitation IN (${sorry}) ORDER BY id`)
  ).rows;
  await pool.query(`DELETE FROM invitations WHERE id IN (${sorry} DESC LIMIT 1)`);
  const arrived = new Map([[twice?.id ?? '', 2]]);
  const untold = faultsOfTold([{ id: 'never said' }], await findTold(pool, arrived)).join('\n');
  const unreacted = faultsOfReactions(outcome.expected.arrivals, await findReactions(pool)).join('\n');
  const unhappy = faultsOfCases(complaints.rows, await findCases(pool, database.url)).join('\n');
  const found = faultsOf({ ...outcome.expected, saidNo }, await findDecided(pool, database.url)).join('\n');
  await pool.end();
  expect(found).toContain('1: withheld without a reason');
  expect(found).toContain(`1: invited after a no was committed (${toldNo?.id})`);
  expect(found).toContain('1: attempts without one row in the ledger');
  expect(found).toContain('the ledger has another number of rows');
  expect(found).toContain('1: counted as history, and another number was posted');
  expect(unreacted).toContain('1: arrivals without one window of each rule');
  expect(unreacted).toContain('1: customers who arrived often and were not reacted to once');
  expect(unreacted).toContain('1: cases of no reaction, or of two');
  expect(unguided).toContain('1: situations that are not over');
  expect(unguided).toContain('1: cards not pushed and withdrawn once');
  expect(unguided).toContain('1: cards told and not pushed');
  expect(unguided).toContain('2: cards that analytics has otherwise');
  expect(untold).toContain('1: complaints about which not one thing is told (never said)');
  expect(untold).toContain(`1: messages that arrived twice (${twice?.id})`);
  expect(unhappy).toContain('1: customers without one case in hand');
  expect(unhappy).toContain('1: cases with other steps than their revision counts');
  expect(unhappy).toMatch(/steps on the log that did not happen/);
  expect(unjudged).toContain('1: texts that are not noted once (never written)');
  expect(unjudged).toContain('1: texts that were not judged once, or are kept');
  expect(unjudged).toContain('1: texts of which the log tells nothing, or two things (never written)');
  await database.drop();
});
