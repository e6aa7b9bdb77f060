import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ErasureStatus, type Identifier, IngestResult, type Interaction } from '@hilo/contracts';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { apiKey, type HiloProcess, startHilo } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { untilThrough } from '../replay/settle.ts';
import { quantile } from './figures.ts';
import { fillLog } from './full-log.ts';
import { sendSteadily } from './steadily.ts';

export type ErasureBenchOptions = { records: number; perSecond: number; people: number; fromBefore?: boolean };

const perRequest = 10;
const interactionsOfEach = 20;
const everyMs = 10_000;
const longestMs = 10 * 60_000;

/** Prints how long an erasure takes where the log is large and interactions come in: one every ten seconds. */
export const benchErasure = async ({
  records,
  perSecond,
  people,
  fromBefore: isFromBefore = false,
}: ErasureBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'hilo-bench-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  opened.defer(() => postgres.stop());
  await makeInstallation(postgres.url, { records, isFromBefore });
  const hilo = opened.use(await startHilo({ databaseUrl: postgres.url }));
  for (let person = 0; person < people; person += 1)
    await hilo.client.post('/v1/interactions', lifeOf(person), IngestResult);
  await untilThrough(hilo.client);

  const seconds = (people * everyMs) / 1000 + 30;
  const load = sendSteadily({
    url: hilo.url,
    path: '/v1/interactions',
    key: apiKey,
    bodies: bodiesFor(seconds, perSecond),
    connections: 8,
    requestsPerSecond: perSecond / perRequest,
    seconds,
    pid: hilo.pid,
  });
  const took: Promise<number>[] = [];
  for (let person = 0; person < people; person += 1) {
    await delay(everyMs);
    took.push(erase(hilo, emailOf(person)));
  }
  const each = await Promise.all(took);
  const { latencies } = await load;
  console.log(`With ${records} records in the log and ${perSecond} interactions a second, an erasure was done after`);
  console.log(
    `${each.map((ms) => (ms / 1000).toFixed(1)).join(', ')} seconds; ten of them it waits for what was on its way.`,
  );
  const rounded = (value: number): number => Number(value.toFixed(1));
  console.log(
    JSON.stringify({
      name: 'erasure',
      records,
      fromBefore: isFromBefore,
      perSecond,
      seconds: { median: rounded(quantile(each, 0.5) / 1000), max: rounded(Math.max(...each) / 1000) },
      answerMs: { p50: rounded(quantile(latencies, 0.5)), p99: rounded(quantile(latencies, 0.99)) },
    }),
  );
};

const makeInstallation = async (
  url: string,
  { records, isFromBefore }: { records: number; isFromBefore: boolean },
): Promise<void> => {
  const first = await startHilo({ databaseUrl: url });
  await first.stop();
  const progress = showProgress('filling the log', records);
  await fillLog(url, { records, isFromBefore, onProgress: (done) => progress.update(done) });
  progress.done();
};

const emailOf = (person: number): Identifier => ({ kind: 'email', value: `person.${person}@erased.example` });

const lifeOf = (person: number): Interaction[] =>
  Array.from({ length: interactionsOfEach }, (_, n) =>
    interactionOf(`p-${person}-${n}`, [
      emailOf(person),
      ...(n % 2 === 0 ? [{ kind: 'user_id', value: `person-${person}` }] : []),
    ]),
  );

const bodiesFor = (seconds: number, perSecond: number): string[] =>
  Array.from({ length: Math.ceil(((seconds + 1) * perSecond) / perRequest) }, (_, body) =>
    JSON.stringify(
      Array.from({ length: perRequest }, (_, n) => {
        const all = body * perRequest + n;
        return interactionOf(`t-${all}`, [{ kind: 'email', value: `somebody.${all % 20_000}@load.example` }]);
      }),
    ),
  );

const interactionOf = (id: string, identifiers: Identifier[]): Interaction & { id: string } => ({
  id,
  occurredAt: new Date().toISOString(),
  channel: 'web',
  touchpoint: 'account',
  kind: 'viewed',
  identifiers,
  text: 'I have been waiting for an answer since last week, and nobody calls me back. '.repeat(4),
});

/** In milliseconds, until every service and the log have said that it is done. */
const erase = async ({ client }: HiloProcess, identifier: Identifier): Promise<number> => {
  const startedAt = performance.now();
  const { id } = await client.post('/v1/erasures', { identifier }, ErasureStatus);
  while (performance.now() - startedAt < longestMs) {
    if ((await client.get(`/v1/erasures/${id}`, ErasureStatus)).state === 'done') return performance.now() - startedAt;
    await delay(250);
  }
  throw new Error(`the erasure ${id} was not done within ${longestMs / 60_000} minutes`);
};
