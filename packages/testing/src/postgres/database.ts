import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { url: string; drop(): Promise<void> };

/** A database of its own on the real Postgres of the run; a copy of the template, if one is given. */
export const createTestDatabase = async ({
  template = 'template1',
}: {
  template?: string;
} = {}): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const drop = async (): Promise<void> => {
    await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await dropRolesOf(name);
  };
  return { url: urlOf(name), drop };
};

const urlOf = (database: string): string => {
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${database}`;
  return url.toString();
};

/** Roles belong to the whole server, so they outlive the database that they were made for. */
const dropRolesOf = async (database: string): Promise<void> => {
  const roles = await administer(`SELECT rolname FROM pg_roles WHERE rolname LIKE '${database}\\_%'`);
  for (const { rolname } of roles) await administer(`DROP ROLE IF EXISTS "${rolname}"`);
};

const administer = async (statement: string): Promise<{ rolname?: string }[]> => {
  const client = new Client({ connectionString: inject('adminUrl') });
  await client.connect();
  try {
    return (await client.query<{ rolname?: string }>(statement)).rows;
  } finally {
    await client.end();
  }
};
