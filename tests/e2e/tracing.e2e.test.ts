import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IngestResult } from '@hilo/contracts';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, startHilo } from '../../scripts/api/hilo-process.ts';
import { onOneLog } from '../each-log.ts';
import { arrival, programme } from './programme.ts';

const soon = { interval: 250 };

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
});
type Span = z.infer<typeof Span>;
const Sent = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
});

/** Takes what is sent by OTLP over HTTP, as a collector does. */
const openCollector = async () => {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { resourceSpans } = Sent.parse(JSON.parse(Buffer.concat(parts).toString()));
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { url, spans, close: () => server.close() };
};

const programmesFile = (): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'programmes.json');
  writeFileSync(file, JSON.stringify([programme]));
  return file;
};

/** Somebody lands, and may be asked. */
const land = (): object => {
  const email = { kind: 'email', value: `${randomUUID()}@example.org` };
  const consents = [{ purpose: 'feedback', state: 'granted' }];
  const occurredAt = new Date(Date.now() - 1000).toISOString();
  return { ...arrival, channel: 'other', occurredAt, identifiers: [email], consents };
};

onOneLog('the trace of an interaction', (log) => {
  it('goes from its request through the log to survey and rollup', async () => {
    const database = await createTestDatabase();
    const collector = await openCollector();
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '500',
      HILO_PROGRAMMES: programmesFile(),
    };
    const hilo = await startHilo({ databaseUrl: database.url, log, environment });
    const post = async (body: object, headers: Record<string, string> = {}): Promise<void> => {
      const answer = await fetch(`${hilo.url}/v1/interactions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      expect(IngestResult.parse(await answer.json()).accepted).toBe(1);
    };
    const sender = 'ab'.repeat(16);
    await post(land(), { traceparent: `00-${sender}-${'cd'.repeat(8)}-01` });
    const ofTrace = (trace: string): Span[] => collector.spans.filter(({ traceId }) => traceId === trace);
    const namesIn = (trace: string): string[] => ofTrace(trace).map(({ name }) => name);
    const everything = [
      'POST /v1/interactions',
      'process hilo.interactions.v1',
      'process hilo.resolved.v1',
      'decide invitations',
      'process hilo.surveys.v1',
    ];
    await expect.poll(() => everything.filter((name) => !namesIn(sender).includes(name)), soon).toEqual([]);
    // ingest's receipts, survey-trigger and analytics each hear of it.
    await expect.poll(() => namesIn(sender).filter((name) => name === 'process hilo.resolved.v1').length, soon).toBe(3);
    const named = (name: string) => ofTrace(sender).find((span) => span.name === name);
    expect(named('POST /v1/interactions')?.parentSpanId).toBe('cd'.repeat(8));
    expect(named('process hilo.interactions.v1')?.parentSpanId).toBe(named('POST /v1/interactions')?.spanId);
    expect(named('process hilo.resolved.v1')?.parentSpanId).toBe(named('process hilo.interactions.v1')?.spanId);

    // Who brings no trace begins one.
    const before = new Set(collector.spans.map(({ traceId }) => traceId));
    await post(land());
    const begun = (): Span | undefined =>
      collector.spans.find(({ name, traceId }) => name === 'POST /v1/interactions' && !before.has(traceId));
    await expect.poll(() => begun()?.parentSpanId ?? '', soon).toBe('');
    await expect.poll(() => namesIn(begun()?.traceId ?? ''), soon).toContain('decide invitations');
    expect(await hilo.stop()).toBe(0);
    collector.close();
    await database.drop();
  });
});
