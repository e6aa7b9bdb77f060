import { rm } from 'node:fs/promises';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import type { TestProject } from 'vitest/node';
import { makeDataFolder } from '../data-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

/** Where the setup of the project that came first says what it started: each project loads this file anew. */
const startedByAnother = 'HILO_TEST_POSTGRES';

/** One Postgres for the whole run, however many projects ask for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const known = process.env[startedByAnother] ?? process.env.DATABASE_URL;
  const { url, stop } = known ? { url: known, stop: async () => {} } : await start();
  project.provide('adminUrl', url);
  process.env[startedByAnother] = url;
  return stop;
}

const start = async (): Promise<{ url: string; stop(): Promise<void> }> => {
  const dataDir = makeDataFolder('hilo-test-postgres-');
  // Several files have several processes each, with a pool for each of their services.
  const server = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '400' } });
  const stop = async (): Promise<void> => {
    delete process.env[startedByAnother];
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
};
