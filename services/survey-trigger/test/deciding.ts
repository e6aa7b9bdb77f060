import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Programme } from '../domain/programme.ts';
import { handlers } from '../pipeline.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { decideNow, hashOfNames, publish } from './decide-now.ts';

type Policy = Parameters<typeof publish>[1];

/** A database of survey-trigger, and what happens in it: what the thread tells, and one round of deciding after the other. */
export const openDeciding = async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  const open = () =>
    openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  const pool = open();
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  const others: ReturnType<typeof open>[] = [];
  return {
    pool,
    /** Another instance: with connections of its own. */
    another: () => {
      const other = open();
      others.push(other);
      return other;
    },
    hear: (topic: string, programmes: readonly Programme[], ...messages: object[]) =>
      transaction(pool, async (tx) => {
        const records = messages.map((message, offset) => ({
          offset,
          key: '',
          value: JSON.stringify(message),
          headers: {},
          appendedAt: 0,
        }));
        await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records });
      }),
    decide: (programmes: readonly Programme[], at: number, by = pool) =>
      transaction(by, (tx) => decideNow(tx, { programmes, isOnThread: false }, at)),
    publish: (policy: Policy) => transaction(pool, (tx) => publish(tx, policy)),
    empty: async () => {
      const { rows } = await pool.query<{ tables: string }>(
        `SELECT string_agg(quote_ident(tablename), ', ') AS tables FROM pg_tables
          WHERE schemaname = current_schema() AND tablename NOT LIKE '%migrations%'`,
      );
      await pool.query(`TRUNCATE ${rows[0]?.tables}`);
    },
    close: async () => {
      for (const one of [pool, ...others]) await one.end();
      await database.drop();
    },
  };
};
