import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { consumerGroups, IngestResult } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../scripts/api/client.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { services } from '../../scripts/services.ts';
import { onEachLog } from '../each-log.ts';

const key = 'the-key-of-the-operator';
const interactions = 300;
const mostBytes = 300;

const Line = z.object({
  route: z.string(),
  status: z.number(),
  request: z.string().optional(),
  leftOut: z.number().optional(),
});
type Line = z.infer<typeof Line>;

/** The names of a line's own fields. */
const namesIn = (line: string): string[] =>
  [
    ...line
      .slice(1, -1)
      .replaceAll(/\{[^{}]*\}/g, '0')
      .matchAll(/"(\w+)":/g),
  ].map(([, name = '']) => name);

onEachLog('what operators see', (log) => {
  it('is little of a healthy interaction, and all of how far everybody is', async () => {
    const database = await createTestDatabase();
    const logFile = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'log');
    const environment = {
      DATABASE_URL: database.url,
      ...(log !== undefined && { HILO_LOG: log }),
      HILO_API_KEY: key,
      HILO_ID_SECRET: 'a secret of the tests',
      HOST: '127.0.0.1',
      PORT: '0',
    };
    const hilo = await startProcess(services, environment, { logFile });
    const client = createClient({ url: hilo.url, key });
    const metrics = async (): Promise<string> => (await fetch(`${hilo.url}/metrics`)).text();
    const before = statSync(logFile).size;
    for (let n = 0; n < interactions; n += 1) {
      const email = { kind: 'email', value: `${randomUUID()}@example.org` };
      const occurredAt = new Date().toISOString();
      const interaction = { channel: 'web', touchpoint: 'x', kind: 'viewed', occurredAt, identifiers: [email] };
      await client.post('/v1/interactions', interaction, IngestResult);
      await delay(5);
    }
    await untilThrough(client);

    const lagOf = (text: string, group: string, topic: string): number =>
      Number(
        new RegExp(`hilo_consumer_lag_records\\{[^}]*group="${group}"[^}]*topic="${topic}"[^}]*\\} (\\d+)`).exec(
          text,
        )?.[1],
      );
    const places = Object.entries(consumerGroups).flatMap(([group, topics]) =>
      topics.map(({ name }) => ({ group, name })),
    );
    await expect
      .poll(
        async () => {
          const text = await metrics();
          return places.filter(({ group, name }) => lagOf(text, group, name) !== 0);
        },
        { interval: 1000 },
      )
      .toEqual([]);
    const text = await metrics();
    const value = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
    const parts = ['stored', 'duplicate', 'quarantined', 'inFlight'].map((outcome) =>
      value(new RegExp(`hilo_ledger_interactions\\{[^}]*outcome="${outcome}"[^}]*\\} (\\d+)`)),
    );
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(value(/hilo_ledger_accepted\{[^}]*\} (\d+)/));
    expect(parts[0]).toBe(interactions);

    await hilo.close();
    await database.drop();
    const bytes = (statSync(logFile).size - before) / interactions;
    console.log(`${bytes.toFixed(0)} bytes of log for an interaction`);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.split('"service":').length !== 2)).toEqual([]);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(lines.filter((line) => new Set(namesIn(line)).size < namesIn(line).length)).toEqual([]);
    // One line a minute, and the rest is said to be left out: together they are all.
    const posts = lines.flatMap((line): Line[] => {
      const { data } = Line.safeParse(JSON.parse(line));
      return data?.route === '/v1/interactions' && data.status === 202 ? [data] : [];
    });
    const written = posts.filter(({ request }) => request !== undefined).length;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(interactions / 10);
    expect(posts.reduce((sum, { leftOut = 0 }) => sum + leftOut, written)).toBe(interactions);
  });
});
