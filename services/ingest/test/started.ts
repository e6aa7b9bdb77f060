import { randomUUID } from 'node:crypto';
import { AcceptedInteraction, topics } from '@hilo/contracts';
import { type Environment, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect } from 'vitest';
import { ingest } from '../service.ts';

export const rootKey = 'the-key-of-the-operator';

export type Answer = { status: number; headers: Headers; body: ReturnType<typeof JSON.parse> };

export type Started = {
  hilo: RunningProcess;
  databaseUrl: string;
  request(path: string, init?: RequestInit & { key?: string }): Promise<Answer>;
  /** Everything in the log whose id is among these; waits until all are there. */
  logged(ids: readonly string[]): Promise<Map<string, AcceptedInteraction>>;
  stop(): Promise<void>;
};

/** Ingest as it runs, with a database of its own. */
export const startIngest = async (environment: Environment = {}): Promise<Started> => {
  const database = await createTestDatabase();
  const hilo = await startProcess([ingest], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...environment,
  });
  const inLog = new Map<string, AcceptedInteraction>();
  const consumer = await hilo.log.consume({
    group: `test-${randomUUID()}`,
    topics: [topics.interactions.name],
    handle: async ({ records }) => {
      for (const { value } of records) {
        const interaction = AcceptedInteraction.parse(JSON.parse(value ?? ''));
        inLog.set(interaction.id, interaction);
      }
    },
  });
  return {
    hilo,
    databaseUrl: database.url,
    request: async (path, { key = rootKey, ...init } = {}) => {
      const response = await fetch(`${hilo.url}${path}`, {
        ...init,
        headers: { ...(key && { authorization: `Bearer ${key}` }), ...init.headers },
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
    },
    logged: async (ids) => {
      await expect.poll(() => ids.filter((id) => !inLog.has(id))).toEqual([]);
      return inLog;
    },
    stop: async () => {
      await consumer.close();
      await hilo.close();
      await database.drop();
    },
  };
};
