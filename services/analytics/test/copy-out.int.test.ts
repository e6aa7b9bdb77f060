import { snapshot, statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOut } from '../store/copy-out.ts';
import { openAnalyticsTables } from './database.ts';

let pool: Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ pool, drop } = await openAnalyticsTables());
});
afterAll(() => drop());

const noRowsSql = statement('SELECT no FROM subjects WHERE false');
const someRowsSql = statement(
  `SELECT n, CASE WHEN n <> 2 THEN decode(repeat(to_hex(9 + n), n * 200000), 'hex') END FROM generate_series(1, 3) AS g (n) ORDER BY n`,
);
const failingSql = statement('SELECT 1 / (3 - n) FROM generate_series(1, 5) AS g (n)');
const pingSql = statement('SELECT 1 AS one');

it('gives each row in order, with bytes as they are and nothing where there is no value', async () => {
  const found: (string | undefined)[][] = [];
  await snapshot(pool, (tx) =>
    copyOut(tx, someRowsSql(), ([n, bytes]) => {
      found.push([String(n?.readInt32BE(0)), bytes && `${bytes.length} of ${[...new Set(bytes)].join()}`]);
    }),
  );
  expect(found).toEqual([
    ['1', '100000 of 170'],
    ['2', undefined],
    ['3', '300000 of 204'],
  ]);
});

it('gives nothing of no rows', async () => {
  await snapshot(pool, (tx) =>
    copyOut(tx, noRowsSql(), () => {
      throw new Error('there is none');
    }),
  );
});

it('goes on with the same connection after an error of the statement, or of who takes the rows', async () => {
  await expect(snapshot(pool, (tx) => copyOut(tx, failingSql(), () => {}))).rejects.toThrow('division by zero');
  await snapshot(pool, async (tx) => {
    let taken = 0;
    const taking = copyOut(tx, someRowsSql(), () => {
      taken += 1;
      throw new Error('a row that nobody understands');
    });
    await expect(taking).rejects.toThrow('a row that nobody understands');
    expect(taken).toBe(1);
    expect((await tx.query(pingSql())).rows).toEqual([{ one: 1 }]);
  });
});
