import { createLogger, openDatabase, provisionSchemas, statement } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretsOf } from '../../scripts/kubernetes/secrets.ts';
import { services } from '../../scripts/services.ts';

const logger = createLogger({ level: 'silent', name: 'test' });
const findSchemasSql = statement(`
  SELECT nspname AS own FROM pg_namespace WHERE nspname = ANY ($1) AND has_schema_privilege(nspname, 'USAGE')`);
const secret = 'a secret of the ids, made in the cluster';

describe('the secrets of a cluster', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let name = '';
  beforeAll(async () => {
    database = await createTestDatabase();
    name = new URL(database.url).pathname.slice(1);
    await provisionSchemas(
      { adminUrl: database.url, secret },
      services.map(({ schema }) => schema),
      { identity: 'identity_next' },
    );
  });
  afterAll(() => database.drop());

  it('let each service in as the user that a migration makes for it, and into its own schema alone', async () => {
    for (const service of services) {
      const found = secretsOf(secret, name, services).find((one) => one.name === `hilo-${service.name}-database`);
      const url = new URL(database.url);
      url.username = found?.values.username ?? '';
      url.password = found?.values.password ?? '';
      const pool = openDatabase({
        connectionString: url.toString(),
        schema: service.schema,
        maxConnections: 1,
        logger,
      });
      try {
        const { rows } = await pool.query<{ own: string }>(findSchemasSql([services.map(({ schema }) => schema)]));
        expect(rows).toEqual([{ own: service.schema }]);
      } finally {
        await pool.end();
      }
    }
  });

  it('are the same whenever they are made, but for the password of the owner, which is made once', () => {
    const [owner, ...users] = secretsOf(secret, name, services);
    const [again, ...same] = secretsOf(secret, name, services);
    expect(users).toEqual(same);
    expect(owner?.values.password).not.toBe(again?.values.password);
    expect(secretsOf('another secret', name, services).slice(1)).not.toEqual(users);
  });
});
