import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topicsOf } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { createLogger, migrate, openDatabase, openHealth, provisionSchemas } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { loadContactPolicy } from '@hilo/survey-trigger/config';
import { makeDataFolder, policyAtAnyHour } from '@hilo/testing';
import { createTransport } from 'nodemailer';
import type { Pool } from 'pg';
import { openDelivering } from '../../../services/survey-trigger/delivery/delivering.ts';
import { mailRoutes } from '../../../services/survey-trigger/delivery/routes.ts';
import { openComposing } from '../../../services/survey-trigger/delivery/smtp/compose.ts';
import { openSmtp } from '../../../services/survey-trigger/delivery/smtp/transport.ts';
import type { OutgoingMessage } from '../../../services/survey-trigger/domain/delivery/message.ts';
import { publishFirst } from '../../../services/survey-trigger/policies/publish-policy.ts';
import { openPolicies } from '../../../services/survey-trigger/store/contact-policies.ts';
import { openProgrammes } from '../../../services/survey-trigger/store/programmes.ts';
import { openDeciding } from '../../../services/survey-trigger/worker.ts';
import { cpuSeconds, median, quantile } from '../figures.ts';
import { hashes, know, programme, publishAsking, type Someone, someone } from './invited.ts';

export type DeliveryBenchOptions = { slices: number; slice: number; perSecond: number; seconds: number };

type Bench = { pool: Pool; log: Log; port: number };

const service = join(import.meta.dirname, '..', '..', '..', 'services', 'survey-trigger');
const connections = 16;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const sender = {
  from: 'Hilo <ask@hilo.example>',
  dkim: { domain: 'hilo.example', selector: 'bench', key: privateKey },
  write: (message: OutgoingMessage) => ({
    subject: message.programme.title,
    text: `${message.programme.questions[0]?.text.en}\n\n${message.links.survey}\n\n${message.links.unsubscribe}\n`,
    headers: {
      'List-Unsubscribe': `<${message.links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }),
};

/**
 * Prints how many messages leave in a second that were decided, against a pool of nodemailer which sends the same signed bytes to the same
 * server and commits a row for each, in turns; and how late those leave that become due at a steady rate.
 */
export const benchDelivery = async ({ slices, slice, perSecond, seconds }: DeliveryBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  const rounds: { floor: Sent; signing: Sent; hilo: Sent }[] = [];
  for (let round = 0; round <= slices; round += 1) {
    const measured = {
      floor: await sendByPool(bench, { count: slice, isSigned: true }),
      signing: await sendByPool(bench, { count: slice, isSigned: false }),
      hilo: await sendByHilo(bench, slice),
    };
    // In the first one everything is cold.
    if (round > 0) rounds.push(measured);
    console.log(
      `${round === 0 ? 'warming up: ' : ''}Hilo ${show(measured.hilo)}; the pool ${show(measured.floor)}, and ${show(measured.signing)} where it signs as well`,
    );
  }
  const ratio = (of: 'floor' | 'signing') =>
    median(rounds.map(({ hilo, [of]: floor }) => hilo.perSecond / floor.perSecond));
  const [ratioToSigned, ratioToSigning] = [ratio('floor'), ratio('signing')];
  console.log(
    `${ratioToSigned.toFixed(2)} of a pool that sends signed bytes (aim: 0.5); ${ratioToSigning.toFixed(2)} of one that signs`,
  );
  const lateMs = await steadily(bench, { perSecond, seconds });
  const late = { p50: quantile(lateMs, 0.5), p99: quantile(lateMs, 0.99), max: Math.max(...lateMs) };
  console.log(
    `${perSecond} a second from when each is due to when it is taken: ${late.p50} ms (median), ${late.p99} ms (p99; aim: 2000), ${late.max} ms at most; ${lateMs.length} left`,
  );
  const cpuMs = median(rounds.map(({ hilo }) => hilo.cpuMs));
  console.log(JSON.stringify({ name: 'delivery', ratioToSigned, ratioToSigning, cpuMs, perSecond, lateMs: late }));
};

type Sent = { perSecond: number; cpuMs: number };
const show = ({ perSecond, cpuMs }: Sent): string => `${Math.round(perSecond)}/s (${cpuMs.toFixed(2)} ms CPU each)`;

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '256MB' } });
  opened.defer(() => postgres.stop());
  const urls = await provisionSchemas({ adminUrl: postgres.url, secret: 'a secret of the bench' }, ['survey']);
  const connectionString = urls.survey ?? '';
  const pool = openDatabase({ connectionString, schema: 'survey', logger: { warn: () => {} }, maxConnections: 20 });
  opened.defer(() => pool.end());
  await migrate(pool, join(service, 'migrations'));
  await pool.query('CREATE TABLE floor_sent (id uuid PRIMARY KEY, answer text NOT NULL, at timestamptz NOT NULL)');
  await publishAsking(pool);
  await publishFirst(pool, loadContactPolicy(policyAtAnyHour), Date.now());
  const log = await openLog(postgres.url);
  opened.defer(() => log.close());
  await log.ensureTopics(topicsOf('survey-trigger'));
  const server = fork(join(import.meta.dirname, 'mail-server.ts'));
  opened.defer(() => void server.disconnect());
  const [port] = await once(server, 'message');
  return { pool, log, port: Number(port) };
};

const timed = async (count: number, work: () => Promise<void>): Promise<Sent> => {
  const [began, cpu] = [performance.now(), cpuSeconds(process.pid)];
  await work();
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: count / seconds, cpuMs: ((cpuSeconds(process.pid) - cpu) * 1000) / count };
};

const messageTo = ({ message: id, invitation, address }: Someone): OutgoingMessage => ({
  ...{ id, invitation, ordinal: 0, kind: 'invitation', channel: 'email', programme, programmeVersion: 1 },
  contactPoint: { kind: 'email', value: address },
  touchpoint: 'flight.arrival',
  occurredAt: Date.now(),
  deadline: Date.now(),
  language: 'en',
  links: { survey: `https://ask.example.com/s/${id}`, unsubscribe: `https://ask.example.com/u/${id}` },
  consent: undefined,
  attempt: 1,
});

/** The floor: what is composed and signed before; or is only composed, and signed while it is measured. */
const sendByPool = async ({ pool, port }: Bench, { count, isSigned }: { count: number; isSigned: boolean }) => {
  const compose = openComposing(sender);
  const people = Array.from({ length: count }, someone);
  const composed = isSigned ? await Promise.all(people.map((one) => compose(messageTo(one)))) : [];
  const mails = createTransport({
    ...{ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: connections, maxMessages: 1e9 },
  });
  let next = 0;
  const sender16 = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const one = people[n];
      if (one === undefined) return;
      const { envelope, bytes } = composed[n] ?? (await compose(messageTo(one)));
      const { response } = await mails.sendMail({ envelope, raw: bytes });
      await pool.query('INSERT INTO floor_sent VALUES ($1, $2, now())', [one.message, response]);
    }
  };
  const sent = await timed(count, async () => {
    await Promise.all(Array.from({ length: connections }, sender16));
  });
  mails.close();
  return sent;
};

const openHilo = ({ pool, log, port }: Bench) => {
  const logger = createLogger({ level: 'error', name: 'bench' });
  const resources = { pool, log, logger, health: openHealth(Date.now), now: Date.now, hashes };
  const smtp = openSmtp(`smtp://127.0.0.1:${port}`, sender, Date.now);
  const routes = mailRoutes(smtp);
  const governed = { programmes: openProgrammes(), policies: openPolicies() };
  return { resources, smtp, routes, governed };
};

const openPart = async (bench: Bench, onHandedOver: () => void) => {
  const { resources, smtp, routes, governed } = openHilo(bench);
  const sending = openDelivering(
    { ...resources, ...governed, routes, publicUrl: 'https://ask.example.com' },
    { onHandedOver, onOverdue: () => {} },
  );
  return {
    close: async () => {
      await sending.close();
      await smtp.close();
    },
  };
};

/** All that Hilo does from when a message is queued: they were decided before. */
const sendByHilo = async (bench: Bench, count: number): Promise<Sent> => {
  await know(bench.pool, Array.from({ length: count }, someone), { inMs: -1000, stepMs: 0 });
  await decideAll(bench);
  let [left, through] = [count, Promise.withResolvers<void>()];
  const sent = await timed(count, async () => {
    const sending = await openPart(bench, () => {
      left -= 1;
      if (left === 0) through.resolve();
    });
    await through.promise;
    await sending.close();
  });
  return sent;
};

const decideAll = async (bench: Bench): Promise<void> => {
  const { resources, smtp, routes, governed } = openHilo(bench);
  const deciding = await openDeciding(resources, { ...governed, isOnThread: false, routes });
  for (;;) {
    const { rows } = await bench.pool.query("SELECT FROM invitations WHERE state = 'pending' LIMIT 1");
    if (rows.length === 0) break;
    await delay(50);
  }
  await deciding.close();
  await smtp.close();
};

/** Deciding and sending, as what was asked about becomes due: how late each is taken, in milliseconds. */
const steadily = async (
  bench: Bench,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> => {
  const people = Array.from({ length: perSecond * seconds }, someone);
  await know(bench.pool, people, { inMs: 2000, stepMs: 1000 / perSecond });
  const { resources, smtp, routes, governed } = openHilo(bench);
  const deciding = await openDeciding(resources, { ...governed, isOnThread: false, routes });
  const sending = openDelivering(
    { ...resources, ...governed, routes, publicUrl: 'https://ask.example.com' },
    { onHandedOver: () => {}, onOverdue: () => {} },
  );
  await delay((seconds + 5) * 1000);
  await deciding.close();
  await sending.close();
  await smtp.close();
  const { rows } = await bench.pool.query<{ late: number }>(
    `SELECT (extract(epoch FROM m.handed_over_at - i.due_at) * 1000)::int AS late FROM messages m JOIN invitations i ON i.id = m.invitation
      WHERE i.id = ANY ($1::uuid[]) AND m.state = 'accepted'`,
    [people.map(({ invitation }) => invitation)],
  );
  return rows.map(({ late }) => late);
};
