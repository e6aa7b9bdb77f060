import { join } from 'node:path';
import type { Interaction } from '@hilo/contracts';
import { isTransient, migrate, openDatabase, provisionSchemas, retry, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivedIds } from '../domain/derive-id.ts';
import { compare } from '../domain/fact.ts';
import type { RecordContent } from '../domain/record.ts';
import { resolveInteractions } from '../pipeline.ts';
import { readRecords } from '../store/customers.ts';
import { accepted, factsOf, history, secret, strictRegistry } from './histories.ts';
import { identityInMemory } from './memory.ts';

type Posted = Interaction & { id: string };

const consumers = 8;
const histories = 1000;
const historiesAtOnce = 25;
const rules = { registry: strictRegistry, deriveId: derivedIds(secret) };

let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret }, ['identity']);
  const logger = { warn: () => {} };
  pool = openDatabase({
    connectionString: urls.identity ?? '',
    schema: 'identity',
    logger,
    maxConnections: consumers + 2,
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());

describe('on Postgres', () => {
  it(`eight concurrent consumers give the record that one gives, byte for byte (${histories} histories)`, async () => {
    const worlds = fc.sample(history(10), { numRuns: histories, seed: 7 }).map((posted, world) => ({
      posted: posted.map((one) => inWorld(one, world)),
    }));
    let retried = 0;
    for (let at = 0; at < worlds.length; at += historiesAtOnce) {
      const posted = worlds.slice(at, at + historiesAtOnce).flatMap((world) => world.posted);
      const dealt = deal([...posted, ...posted], at);
      await Promise.all(dealt.map((batches) => consume(batches, () => (retried += 1))));
    }
    const stored = await allRecords(pool);
    const expected = worlds.flatMap(({ posted }) => {
      const identity = identityInMemory(strictRegistry);
      identity.step(factsOf(strictRegistry, posted));
      return identity.records();
    });
    const wanted = expected.sort((a, b) => compare(a.id, b.id)).map(text);
    expect(stored.length).toBe(wanted.length);
    expect(stored.map(text).filter((record, at) => record !== wanted[at])).toEqual([]);
    console.log(
      `${stored.length} records of ${histories} histories; ${retried} batches lost a race and were done again`,
    );
  }, 300_000);
});

const text = (record: RecordContent): string => JSON.stringify(record);

/** One consumer: its batches one after the other, each in a transaction, again if it lost a race. */
const consume = async (batches: readonly Posted[][], onRetry: () => void): Promise<void> => {
  for (const batch of batches) {
    const records = batch.map((one, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(accepted(one)),
      headers: {},
      appendedAt: 0,
    }));
    await retry(() => transaction(pool, (tx) => resolveInteractions(tx, rules, { records, now: 0 })), {
      shouldRetry: isTransient,
      onError: onRetry,
      firstDelayMs: 5,
    });
  }
};

/** Everything twice, shuffled, in batches of up to 20, dealt out to the consumers. */
const deal = (posted: readonly Posted[], seed: number): Posted[][][] => {
  const [shuffled = []] = fc.sample(
    fc.shuffledSubarray([...posted], { minLength: posted.length, maxLength: posted.length }),
    { numRuns: 1, seed },
  );
  const hands: Posted[][][] = Array.from({ length: consumers }, () => []);
  for (let at = 0, turn = 0; at < shuffled.length; at += 20, turn += 1) {
    hands[turn % consumers]?.push(shuffled.slice(at, at + 20));
  }
  return hands;
};

/** The same history among people of its own. */
const inWorld = (posted: Posted, world: number): Posted => {
  const own = (identifier: Interaction['identifiers'][number]) => ({
    ...identifier,
    value:
      identifier.kind === 'phone'
        ? identifier.value.replace(/600\s?000\s?00/, `${600_000 + world}00`)
        : identifier.value.replace(/^/, `w${world}`),
  });
  return {
    ...posted,
    id: `${world}-${posted.id}`,
    identifiers: posted.identifiers.map(own),
    ...(posted.consents && {
      consents: posted.consents.map((consent) => ({
        ...consent,
        ...(consent.contactPoint && { contactPoint: own(consent.contactPoint) }),
      })),
    }),
  };
};

const allRecords = async (from: Pool): Promise<RecordContent[]> => {
  const { rows } = await from.query<{ customer: string }>('SELECT DISTINCT customer FROM identifiers');
  const records = await readRecords(
    from,
    strictRegistry,
    rows.map(({ customer }) => customer),
  );
  return [...records.values()]
    .flatMap(({ record }) => {
      if (record === undefined) return [];
      const { version, updatedAt, ...content } = record;
      return version > 0 && updatedAt !== '' ? [content] : [];
    })
    .sort((a, b) => compare(a.id, b.id));
};
