import { deadLetterTopics, type Topic } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, policyAtAnyHour } from '@hilo/testing';
import { services } from '../../scripts/services.ts';

const rootKey = 'the-key-of-the-operator';

/** By which who asks may be signed in. */
export const sessionSecret = 'a secret of the tests for sessions';

type Answer = { status: number; body: ReturnType<typeof JSON.parse> };

export type Started = {
  hilo: RunningProcess;
  /** Puts messages onto a topic as a later version may write them. */
  tell(topic: Topic, ...messages: object[]): Promise<void>;
  request(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  /** All that lies on a topic. */
  read(topic: string): Promise<LogRecord[]>;
  /** What no group could process, with the reasons. */
  deadLetters(): Promise<unknown[]>;
  stop(): Promise<void>;
};

/** Every service in one process, over a Postgres log of its own. */
export const startAll = async (): Promise<Started> => {
  const database = await createTestDatabase();
  const hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_SESSION_SECRET: sessionSecret,
    // However busy the machine is, what is posted once is taken.
    HILO_MAX_EVENT_LOOP_DELAY_MS: '60000',
    HILO_CONTACT_POLICY: policyAtAnyHour,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  const read = async (topic: string): Promise<LogRecord[]> => {
    const all: LogRecord[] = [];
    // What was compacted meanwhile is not waited for.
    await hilo.log.read(topic, { handle: async ({ records }) => void all.push(...records) });
    return all;
  };
  return {
    hilo,
    read,
    tell: (topic, ...messages) =>
      hilo.log.append(
        topic.name,
        messages.map((message) => ({ key: 'one', value: JSON.stringify(message) })),
      ),
    request: async (method, path, body, key = rootKey) => {
      const response = await fetch(`${hilo.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    deadLetters: async () => {
      const letters = await Promise.all(deadLetterTopics.map(({ name }) => read(name)));
      return letters.flat().map(({ value, headers }) => [headers.hilo_origin, headers.hilo_reason, value]);
    },
    stop: async () => {
      await hilo.close();
      await database.drop();
    },
  };
};
