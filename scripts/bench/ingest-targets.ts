import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AcceptedInteraction, topics } from '@hilo/contracts';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { z } from 'zod';
import { startHilo } from '../api/hilo-process.ts';
import { startBroker } from './broker.ts';
import { createTraffic, keyOfTraffic } from './traffic.ts';

export type Shape = 'batch' | 'single';

/** A process that takes interactions over HTTP. */
export type Target = { name: string; url: string; pid: number };

export const batchSize = 100;

export const bodies: Record<Shape, string[]> = { batch: [], single: [] };

export const openTargets = async (opened: AsyncDisposableStack) => {
  makeBodies();
  const folder = mkdtempSync(join(tmpdir(), 'hilo-bench-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { brokers, url: log } = await startBroker(opened);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  opened.defer(() => postgres.stop());
  const collector = await startCollector(opened);
  const start = async (name: string, log: string | undefined, environment: Record<string, string>): Promise<Target> => {
    const more = { HILO_RATE_LIMIT: '100000000', ...environment };
    const { url, pid } = opened.use(
      await startHilo({ databaseUrl: postgres.url, command: 'ingest', log, environment: more }),
    );
    return { name, url, pid };
  };
  const targets = [
    await startBareServer(opened),
    await start('kafka', log, {}),
    await start('silent', log, { OTEL_SDK_DISABLED: 'true' }),
    await start('traced', log, { OTEL_EXPORTER_OTLP_ENDPOINT: collector }),
    await start('postgres', undefined, {}),
  ];
  const counted = readSends(targetOf(targets, 'kafka').url);
  return {
    targets,
    produce: {
      /** Into how many records Hilo put together what it sent since this was asked last. */
      asHiloDid: counted,
      bare: (shape: Shape, perSend: number) => produceBare(brokers, shape, perSend),
    },
  };
};

const startBareServer = async (opened: AsyncDisposableStack): Promise<Target> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  opened.defer(() => void child.kill());
  const [url] = await once(createInterface(child.stdout), 'line');
  return { name: 'bare', url: z.string().parse(url), pid: child.pid ?? 0 };
};

/** Takes traces and forgets them. */
const startCollector = async (opened: AsyncDisposableStack): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return `http://127.0.0.1:${port}`;
};

const sentInAll = 60_000;

/** The CPU that the client alone takes for a record, sent in so many at once. */
const produceBare = async (brokers: readonly string[], shape: Shape, perSend: number): Promise<number> => {
  const child = fork(join(import.meta.dirname, '..', '..', 'packages', 'log', 'bench', 'bare-producer.ts'));
  const records = bodies[shape].flatMap((body) => recordsOf(body));
  const { name: topic, partitions } = topics.interactions;
  const each = Math.max(1, Math.round(perSend));
  child.send({ brokers, topic, partitions, records, perSend: each, sends: Math.ceil(sentInAll / each) });
  const [answer] = await once(child, 'message');
  return z.object({ cpuMicros: z.number() }).parse(answer).cpuMicros;
};

/** As ingest puts them onto the log. */
const recordsOf = (body: string) => {
  const posted: unknown = JSON.parse(body);
  return z
    .array(z.looseObject({ id: z.string(), occurredAt: z.string(), identifiers: z.tuple([Identified], Identified) }))
    .parse(Array.isArray(posted) ? posted : [posted])
    .map((one) => ({
      key: keyOfTraffic(one),
      value: JSON.stringify({ source: 'local', receivedAt: one.occurredAt, ...one }),
      headers: { ce_id: one.id, ce_source: 'local', ce_type: 'hilo.interaction', ce_time: one.occurredAt },
    }));
};

const Identified = z.object({ kind: z.string(), value: z.string() });

const bodiesOf: Record<Shape, number> = { batch: 20, single: 500 };

const postedBy = (traffic: ReturnType<typeof createTraffic>): Omit<AcceptedInteraction, 'source' | 'receivedAt'> => {
  const { source: _source, receivedAt: _receivedAt, ...posted } = traffic.next();
  return posted;
};

const makeBodies = (): void => {
  const traffic = createTraffic(1);
  for (let n = 0; n < 1000; n += 1) traffic.next();
  bodies.single = Array.from({ length: bodiesOf.single }, () => JSON.stringify(postedBy(traffic)));
  bodies.batch = Array.from({ length: bodiesOf.batch }, () =>
    JSON.stringify(Array.from({ length: batchSize }, () => postedBy(traffic))),
  );
};

const readSends = (url: string): (() => Promise<{ recordsPerSend: number }>) => {
  let before = { records: 0, sends: 0 };
  return async () => {
    const metrics = await fetch(`${url}/metrics`).then((response) => response.text());
    const total = (name: string): number =>
      Number(new RegExp(`^${name}_total\\{.*\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
    const now = { records: total('hilo_log_records_sent'), sends: total('hilo_log_sends') };
    const recordsPerSend = (now.records - before.records) / (now.sends - before.sends);
    before = now;
    return { recordsPerSend };
  };
};

export const targetOf = (targets: readonly Target[], name: string): Target => {
  const target = targets.find((one) => one.name === name);
  if (target === undefined) throw new Error(`there is no ${name}`);
  return target;
};
