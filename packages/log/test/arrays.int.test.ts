import { createTestDatabase } from '@hilo/testing';
import { array, assert, asyncProperty, double, option, string, uuid } from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bare, texts } from '../src/postgres/arrays.ts';

let client: Client;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  close = async () => {
    await client.end();
    await database.drop();
  };
});
afterAll(() => close());

const whatArrives = async (type: string, parameter: unknown): Promise<unknown> => {
  const { rows } = await client.query(`SELECT $1::${type}[] AS all`, [parameter]);
  return rows[0]?.all;
};

it('brings every text to Postgres as it is', () =>
  assert(
    asyncProperty(array(option(string({ unit: 'binary' }))), async (values) => {
      // Postgres has no NUL in a text; the gate lets none in.
      const storable = values.map((value) => value?.replaceAll('\0', '') ?? null);
      expect(await whatArrives('text', texts(storable))).toEqual(storable);
    }),
  ));

it('brings ids, numbers and truths to Postgres as they are', () =>
  assert(
    asyncProperty(
      array(option(uuid())),
      array(option(double({ noNaN: true, noDefaultInfinity: true }))),
      async (ids, numbers) => {
        expect(await whatArrives('uuid', bare(ids))).toEqual(ids);
        expect(await whatArrives('float8', bare(numbers))).toEqual(numbers.map((one) => (one === 0 ? 0 : one)));
        expect(await whatArrives('boolean', bare(ids.map((id) => id === null)))).toEqual(ids.map((id) => id === null));
      },
    ),
  ));
