import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { killDelivering } from './kill-delivering.ts';
import { type DeliveredRow, faultsOfDelivery } from './verdict.ts';

const kills = 20;

it(`no message leaves twice, and none is lost, after ${kills} kills of who sends (pnpm test:faults --delivering --full: 200)`, async () => {
  const database = await createTestDatabase();
  const options = { databaseUrl: database.url, invitations: 800, kills, seed: 19, say: console.log };
  const { faults, found, ended, seconds } = await killDelivering(options);
  console.log(ended, `${seconds} s`);
  expect(faults).toEqual([]);
  for (const state of ['accepted', 'refused', 'unknown']) expect(ended[state]).toBeGreaterThan(10);
  expect(ended.cancelled).toBeGreaterThan(0);
  expect(found.rows).toHaveLength(800);

  // That nothing was found means nothing unless a single one of them would have been.
  const spoilt = (state: string, change: Partial<DeliveredRow>) => {
    const row = found.rows.find((one) => one.state === state);
    const rows = found.rows.map((one) => (one === row ? { ...one, ...change } : one));
    return faultsOfDelivery({ ...found, rows }).join('\n');
  };
  const [mail] = found.mails;
  const mails = [...found.mails, ...(mail ? [mail] : [])];
  expect(faultsOfDelivery({ ...found, mails })).toContainEqual(expect.stringContaining('1: are there twice'));
  expect(spoilt('accepted', { state: 'cancelled' })).toContain('1: are refused or cancelled, and in a mailbox');
  expect(spoilt('cancelled', { state: 'accepted' })).toContain('1: are accepted and in no mailbox');
  expect(spoilt('accepted', { counted: 2 })).toContain('1: are sent or unknown, and not one row of the ledger');
  expect(spoilt('unknown', { state: 'sending' })).toContain(
    '1: are decided and have no message, or none that has ended',
  );
  const withdrawnAt = new Map([[mail?.to ?? '', 0]]);
  expect(faultsOfDelivery({ ...found, withdrawnAt })).toContainEqual(
    expect.stringContaining('arrived after a withdrawal'),
  );
  await database.drop();
});
