import { rm } from 'node:fs/promises';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import type { TestProject } from 'vitest/node';
import { makeDataFolder } from '../data-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

let running: Promise<{ url: string; stop(): Promise<void> }> | undefined;
let users = 0;

/** One Postgres for the whole run, however many projects ask for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  users += 1;
  running ??= start();
  const { url, stop } = await running;
  project.provide('adminUrl', url);
  return async () => {
    users -= 1;
    if (users === 0) await stop();
  };
}

const start = async (): Promise<{ url: string; stop(): Promise<void> }> => {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const dataDir = makeDataFolder('hilo-test-postgres-');
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
};
