import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IngestResult } from '@hilo/contracts';
import { createTestDatabase } from '@hilo/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startHilo } from '../../scripts/api/hilo-process.ts';
import { arrival, programme } from '../e2e/programme.ts';
import { onEachLog } from '../each-log.ts';

const monitoring = join(import.meta.dirname, '..', '..', 'infra', 'monitoring');
const Dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

/** Names of what the services measure, and of its labels, begin with one of these. */
const ours = /(?<![\w:])(?:hilo|http|messaging|process|nodejs|v8js|db)_\w+(?!:)/g;

/** Every metric, and every label that is named like one, in the questions of rules and dashboards. */
const asked = (): Set<string> => {
  const rules = readFileSync(join(monitoring, 'rules.yaml'), 'utf8');
  const questions = rules
    .split('\n')
    .filter((line) => !/^\s*(#|- (alert|record|name):|summary:|description:|runbook_url:)/.test(line));
  const folder = join(monitoring, 'dashboards');
  for (const file of readdirSync(folder)) {
    const { panels } = Dashboard.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    expect(panels.length).toBeGreaterThan(3);
    questions.push(...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
  }
  return new Set(questions.flatMap((question) => question.match(ours) ?? []));
};

/** Every metric and label in the text that a service exposes. */
const exposedIn = (text: string): Set<string> => {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(
    lines.flatMap((line) => {
      const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
      return [name, ...[...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label)];
    }),
  );
};

const takeAll: NonNullable<SMTPServerOptions['onData']> = (stream, _session, done) => {
  stream.resume().on('end', () => done());
};

onEachLog('rules and dashboards', (log) => {
  it('ask for nothing that the services do not expose', async () => {
    const database = await createTestDatabase();
    const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'programmes.json');
    writeFileSync(file, JSON.stringify([programme]));
    const reactionRules = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'reactions.json');
    const reaction = { id: 'complained', when: { kinds: ['complained'] }, action: { do: 'webhook' } };
    writeFileSync(reactionRules, JSON.stringify({ rules: [reaction] }));
    const mails = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], onData: takeAll });
    const listening = mails.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = z.object({ port: z.number() }).parse(listening.address());
    await using hilo = await startHilo({
      databaseUrl: database.url,
      log,
      environment: {
        ...{ HILO_PROGRAMMES: file, HILO_REACTION_RULES: reactionRules },
        HILO_SMTP_URL: `smtp://127.0.0.1:${port}`,
      },
    });
    const post = async (value: string): Promise<void> => {
      const identifiers = [{ kind: 'email', value }];
      const consents = [{ purpose: 'feedback', state: 'granted' }];
      const occurredAt = new Date(Date.now() - 1000).toISOString();
      const landed = { ...arrival, channel: 'other', occurredAt, identifiers, consents };
      await hilo.client.post('/v1/interactions', landed, IngestResult);
    };
    // One who is asked, one whom nobody can identify, which is set aside, and one who complains.
    await post(`${randomUUID()}@example.org`);
    await post('unknown');
    const identifiers = [{ kind: 'email', value: `${randomUUID()}@example.org` }];
    const complaint = { channel: 'web', touchpoint: 'desk', kind: 'complained', identifiers };
    const occurredAt = new Date(Date.now() - 1000).toISOString();
    await hilo.client.post('/v1/interactions', { ...complaint, occurredAt }, IngestResult);
    const wanted = asked();
    expect(wanted.size).toBeGreaterThan(30);
    await expect
      .poll(
        async () => {
          const exposed = exposedIn(await (await fetch(`${hilo.url}/metrics`)).text());
          return [...wanted].filter((name) => !exposed.has(name));
        },
        { interval: 1000 },
      )
      .toEqual([]);
    await hilo.stop();
    await new Promise<void>((resolve) => mails.close(() => resolve()));
    await database.drop();
  });
});
