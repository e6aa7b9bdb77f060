import { ListedErasure } from '@hilo/contracts';
import { nameHashes } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { interactionKey } from '../domain/derive-id.ts';
import { eraseAgain } from '../erasure/erase-again.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { inWorld, life, type Posted, strictRegistry } from './histories.ts';

const histories = Number(process.env.HISTORIES ?? 120);
const names = nameHashes('a secret of the tests');
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1), names };

/** Two lives of one database: one that went on, and one from a backup of it. */
let lived: TestIdentity;
let restored: TestIdentity;
beforeAll(async () => {
  [lived, restored] = [await openIdentity(strictRegistry, 4), await openIdentity(strictRegistry, 4)];
});
afterAll(async () => {
  await lived.drop();
  await restored.drop();
});

const contentsOf = async ({ pool }: TestIdentity): Promise<string[]> => {
  const { rows } = await pool.query<{ content: string }>(
    'SELECT content FROM interactions WHERE NOT withdrawn ORDER BY key',
  );
  return rows.map(({ content }) => content);
};

it(`is after the erasures of the list and what the log gives again what it would have become without a restore (${histories} histories)`, async () => {
  const worlds = fc
    .sample(life(10, 1), { numRuns: histories, seed: 36 })
    .map(({ posted }, world) => posted.map((one) => inWorld(one, world)));
  const counted = { backedUp: 0, after: 0, marks: 0, others: 0 };
  for (const [world, posted] of worlds.entries()) {
    const heard = posted.slice(0, Math.ceil(posted.length * 0.8));
    const backup = posted.slice(0, world % (heard.length + 1));
    for (const one of [lived, restored]) if (backup.length > 0) await consume(one, backup);
    await consume(lived, heard.slice(backup.length));
    const erased = await eraseFrom(posted, world);
    await consume(lived, posted.slice(heard.length));

    // What follows the backup comes from the log again, in batches of another size.
    await withRetry(restored.pool, (tx) => eraseAgain(tx, restored.rules, erased, asking));
    for (const one of posted.slice(backup.length)) await consume(restored, [one]);
    counted.backedUp += backup.length;
    counted.after += heard.length - backup.length;
    counted.marks += erased.marks?.length ?? 0;
    counted.others += erased.others?.length ?? 0;
  }
  expect(Math.min(...Object.values(counted))).toBeGreaterThan(histories / 10);
  expect(await contentsOf(restored)).toEqual(await contentsOf(lived));
  expect(await allRecords(restored)).toEqual(await allRecords(lived));
}, 600_000);

/** As it stands in the list. */
const eraseFrom = async ([someone]: readonly Posted[], world: number): Promise<ListedErasure> => {
  const { identifiers = [] } = someone ?? {};
  const identifier = identifiers[world % identifiers.length] ?? { kind: 'email', value: 'nobody@example.org' };
  const id = interactionKey('erasure', String(world));
  const made = await withRetry(lived.pool, (tx) => erasePerson(tx, lived.rules, { identifier }, { ...asking, id }));
  return ListedErasure.parse(JSON.parse(JSON.stringify(made.listed)));
};
