import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SurveyEvent, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, freePort, startBadMailServer } from '@hilo/testing';
import type { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResolveTxt } from '../doctor/dkim.ts';
import { examineAsking } from '../doctor/examine.ts';
import { whyUnopened } from '../doctor/public-url.ts';
import { dkimRecordFor } from '../domain/mail/dkim-record.ts';
import { surveyTrigger } from '../service.ts';
import { countUntold, countWebhooks } from '../store/event-deliveries.ts';
import { countNotLeft } from '../store/waiting-messages.ts';
import { startImap } from './imap-server.ts';

let pool: Pool;
let hilo: RunningProcess;
let url: string;
const [minute, day] = [60_000, 86_400_000];
const now = Date.UTC(2026, 5, 1, 12);
const inDns: ResolveTxt = async () => [['v=spf1 -all']];

beforeAll(async () => {
  const database = await createTestDatabase();
  url = database.url;
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: url,
    HILO_API_KEY: 'the-key-of-the-operator',
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: url, schema: 'survey', logger: { warn: () => {} } });
});
beforeEach(async () => {
  for (const table of ['messages', 'outgoing_webhooks', 'event_deliveries']) await pool.query(`DELETE FROM ${table}`);
});
afterAll(async () => {
  await hilo.close();
  await pool.end();
});

/** What was found of one thing, in a few words each. */
const found = async (
  check: string,
  environment: Record<string, string>,
  { resolve = inDns, withTables = false }: { resolve?: ResolveTxt; withTables?: boolean } = {},
): Promise<string[]> => {
  const asked = { environment, pool: withTables ? pool : undefined, now: () => now };
  const findings = await examineAsking(asked, resolve);
  for (const { status, todo } of findings) if (status !== 'ok') expect(todo ?? '').not.toBe('');
  // Nothing secret is said.
  expect(JSON.stringify(findings)).not.toContain('sesame');
  return findings.filter((one) => one.check === check).map(({ status, message }) => `${status}: ${message}`);
};

/** Listens somewhere on this machine; gives the port. */
const listen = async (server: TcpServer): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('the mail server', () => {
  it('is one that is there, and is handed no mail', async () => {
    const server = await startBadMailServer();
    expect(await found('mail', { HILO_SMTP_URL: server.url })).toEqual([
      expect.stringMatching(/^ok: 127\.0\.0\.1:\d+ asks for no password$/),
    ]);
    expect([server.taken, [...server.attempts]]).toEqual([[], []]);
    await server.close();
  });

  it('takes the password, over TLS whose certificate is looked at', async () => {
    const logins: string[] = [];
    const server = new SMTPServer({
      onAuth: ({ username = '', password }, _session, done) => {
        logins.push(username);
        done(password === 'sesame' ? null : new Error('no'), { user: username });
      },
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
    });
    server.on('error', () => {});
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    const at = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const ask = (userinfo: string, more = '?starttls=never') =>
      found('mail', { HILO_SMTP_URL: `smtp://${userinfo}@${at}${more}` });
    expect(await ask('hilo:sesame')).toEqual([`ok: ${at} takes the password`]);
    expect(await ask('hilo:wrong')).toEqual([expect.stringMatching(/^failed: no mail leaves by .*Invalid login/)]);
    // No password leaves without TLS, unless somebody says so.
    const before = logins.length;
    expect(await ask('hilo:sesame', '')).toEqual([expect.stringMatching(/^failed: no mail leaves by .*STARTTLS/i)]);
    expect(logins).toHaveLength(before);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('is one that nobody reaches, or that says nothing', async () => {
    expect(await found('mail', { HILO_SMTP_URL: 'smtp://hilo:sesame@127.0.0.1:1' })).toEqual([
      expect.stringMatching(/^failed: no mail leaves by 127\.0\.0\.1:1 \(HILO_SMTP_URL\): .*ECONNREFUSED/),
    ]);
    const silent = await startBadMailServer((step) => (step === 'connect' ? 'hang' : undefined));
    expect(await found('mail', { HILO_SMTP_URL: silent.url })).toEqual([
      expect.stringMatching(/^failed: no mail leaves by .*(Greeting never received|timeout)/i),
    ]);
    await silent.close();
    expect(await found('mail', {})).toEqual(['ok: Hilo sends no mails itself: HILO_SMTP_URL is not set']);
  });
});

describe('the key that signs', () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const HILO_DKIM_KEY = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'dkim.pem');
  writeFileSync(HILO_DKIM_KEY, pem);
  const asked: string[] = [];
  const signing = (domain: string, resolve: ResolveTxt) =>
    found(
      'dkim',
      {
        HILO_SMTP_URL: 'smtp://127.0.0.1:1',
        HILO_PUBLIC_URL: 'https://ask.example.com',
        HILO_DKIM_DOMAIN: domain,
        HILO_DKIM_SELECTOR: 'hilo',
        HILO_DKIM_KEY,
      },
      {
        resolve: (name) => {
          asked.push(name);
          return resolve(name);
        },
      },
    );
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

  it('fits what is published, in however many parts', async () => {
    const record = dkimRecordFor(String(pem));
    expect(await signing('example.com', async () => [[record.slice(0, 200), record.slice(200)]])).toEqual([
      'ok: the key at hilo._domainkey.example.com is the one by which mails are signed',
    ]);
    expect(asked).toEqual(['hilo._domainkey.example.com']);
  });

  it.each<[string, ResolveTxt, RegExp]>([
    ['nothing stands there', failing('ENOTFOUND'), /^failed: there is no key at hilo\._domainkey/],
    ['something else stands there', inDns, /^failed: there is no key at/],
    ['it was taken back', async () => [['v=DKIM1; p=']], /^failed: the key is revoked/],
    ['DNS does not answer', failing('ETIMEOUT'), /^warning: DNS does not say what stands at .*ETIMEOUT/],
  ])('is held against what is published: %s', async (_, resolve, words) => {
    expect(await signing('example.com', resolve)).toEqual([expect.stringMatching(words)]);
  });

  it('is of the domain of the sender, and there at all where people are written to', async () => {
    expect(await signing('example.net', inDns)).toEqual([
      expect.stringMatching(/^warning: mails of surveys@ask\.example\.com are signed for example\.net/),
    ]);
    const elsewhere = { HILO_SMTP_URL: 'smtp://mail.invalid', HILO_PUBLIC_URL: 'https://ask.invalid' };
    expect(await found('dkim', elsewhere)).toEqual([expect.stringMatching(/^warning: Hilo signs no mails/)]);
    expect(await found('bounces', elsewhere)).toEqual([expect.stringMatching(/^warning: nobody reads/)]);
    // On this machine it is on trial.
    expect(await found('dkim', { HILO_SMTP_URL: 'smtp://127.0.0.1:1' })).toEqual([]);
  });
});

describe('where people answer', () => {
  const inProduction = (HILO_PUBLIC_URL: string) => found('public-url', { NODE_ENV: 'production', HILO_PUBLIC_URL });

  it.each([
    'http://localhost:8080',
    'https://localhost',
    'https://hilo',
    'https://hilo.internal',
    'https://10.1.2.3',
    'https://[::1]',
    'https://192.168.1.1/hilo',
  ])('is nowhere that nobody else reaches: %s', async (address) => {
    expect(await inProduction(address)).toEqual([expect.stringMatching(/^warning: .* nobody else can open$/)]);
  });

  it('is encrypted, and there', async () => {
    expect(await inProduction('http://ask.example.com')).toEqual([expect.stringMatching(/^warning: .* in the clear$/)]);
    expect(await inProduction('https://ask.invalid')).toEqual([
      expect.stringMatching(/^warning: no page is opened from here at https:\/\/ask\.invalid: .*(ENOTFOUND|EAI_AGAIN)/),
    ]);
    // What is shown there says that it is Hilo's, though there is no such link.
    expect(await whyUnopened(hilo.url)).toBeUndefined();
    const other = createServer((_request, response) => response.end('welcome'));
    expect(await whyUnopened(`http://127.0.0.1:${await listen(other)}`)).toMatch(
      /^who answers there \(HTTP 200\) is not/,
    );
    other.close();
    // On a machine of one's own it may be anything.
    expect(await found('public-url', {})).toEqual([
      expect.stringMatching(/^ok: links lead to http:\/\/localhost:8080/),
    ]);
  });
});

describe('what comes back', () => {
  it('is in a mailbox that can be opened, in which nothing is marked', async () => {
    const imap = await startImap([]);
    expect(await found('bounces', { HILO_BOUNCES: imap.url() })).toEqual([
      expect.stringMatching(/^ok: the mailbox INBOX of 127\.0\.0\.1:\d+ \(HILO_BOUNCES\) can be read$/),
    ]);
    expect(imap.commands.filter((one) => /^(SELECT|STORE|UID)/.test(one))).toEqual([]);
    expect(await found('bounces', { HILO_BOUNCES: imap.url('sesame') })).toEqual([
      expect.stringMatching(/^failed: .* it refuses the user or the password$/),
    ]);
    await imap.close();
    expect(await found('bounces', { HILO_BOUNCES: 'imap://hilo:sesame@127.0.0.1:1/INBOX' })).toEqual([
      expect.stringMatching(/^failed: the mailbox .* cannot be read: ECONNREFUSED/),
    ]);
    expect(await found('bounces', { HILO_BOUNCES: 'smtp://:2525' })).toEqual([
      expect.stringMatching(/^ok: .* port 2525$/),
    ]);
  });
});

type Row = { state: string; route?: string; dueAt?: number; retryAt?: number; reason?: string; attempts?: number };
const queue = async (rows: readonly Row[]): Promise<void> => {
  for (const { state, route = 'smtp', dueAt = now, retryAt, reason, attempts = 0 } of rows)
    await pool.query(
      `INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, place, route, state, queued_at, due_at, deadline, retry_at, reason, attempts)
       VALUES ($1, $1, 0, 'invitation', $1, $1, 'email', 'p', $2, $3, to_timestamp($4), to_timestamp($4), to_timestamp($5), to_timestamp($6), $7, $8)`,
      [randomUUID(), route, state, dueAt / 1000, (now + day) / 1000, retryAt && retryAt / 1000, reason, attempts],
    );
};
const withMail = { HILO_SMTP_URL: 'smtp://127.0.0.1:1' };
const messages = (environment: Record<string, string> = withMail) =>
  found('messages', environment, { withTables: true });

describe('messages', () => {
  it('are well while they wait for their time, and while people wait to be called', async () => {
    await queue([
      { state: 'queued', dueAt: now + minute },
      { state: 'deferred', dueAt: now - day, retryAt: now + minute, reason: 'put-off' },
      { state: 'queued', route: 'call-list', dueAt: now - day },
      { state: 'accepted', dueAt: now - day },
    ]);
    expect(await messages()).toEqual([expect.stringMatching(/^ok: 2 messages wait for their time/)]);
    expect(await countNotLeft(pool, now)).toEqual({ queued: 1, deferred: 1, sending: 0, oldestS: 0 });
  });

  it('are overdue, not taken, or of nobody knows what became of them', async () => {
    await queue([{ state: 'queued', dueAt: now - 10 * minute }, { state: 'sending' }]);
    expect(await messages()).toEqual(['failed: 1 messages by smtp are overdue, the first for 10 minutes']);
    expect(await countNotLeft(pool, now)).toEqual({ queued: 1, deferred: 0, sending: 1, oldestS: 600 });
    await pool.query('DELETE FROM messages');
    const untaken = { state: 'deferred', retryAt: now + minute, reason: 'not-taken', attempts: 2 };
    await queue(Array(4).fill({ ...untaken, dueAt: now - 180 * minute }));
    expect(await messages()).toEqual(['warning: 4 messages were not taken by smtp, the first 3 hours ago']);
    await queue([{ ...untaken, dueAt: now - 3 * day }]);
    expect(await messages()).toEqual(['failed: 5 messages were not taken by smtp, the first 3 days ago']);
    await pool.query('DELETE FROM messages');
    await queue([{ state: 'unknown', dueAt: now - 2 * day }, { state: 'unknown' }]);
    expect(await messages()).toEqual([
      'warning: of 2 messages nobody knows whether they were taken, of the first for 2 days',
    ]);
  });

  it('wait in vain for a route that carries nothing', async () => {
    await queue([
      { state: 'queued', dueAt: now + minute },
      { state: 'queued', route: 'endpoint:gone', dueAt: now },
    ]);
    expect(await messages({})).toEqual([
      expect.stringMatching(/^failed: 1 messages wait for endpoint:gone, which carries nothing/),
      expect.stringMatching(/^failed: 1 messages wait for smtp, which carries nothing/),
    ]);
  });
});

describe('outgoing webhooks', () => {
  const make = (name: string, address: string, more: { failing?: number; out?: string } = {}) =>
    pool.query(
      `INSERT INTO outgoing_webhooks (id, settings, sealed_secrets, disabled_at, disabled_reason, failing_since, created_at, updated_at)
       VALUES ($1, $2, '', CASE WHEN $3::text IS NOT NULL THEN now() END, $3, to_timestamp($4), now(), now())`,
      [
        randomUUID().replaceAll('-', ''),
        {
          kind: 'standard',
          name,
          url: address,
          events: { types: ['hilo.survey.*'] },
          idempotent: false,
          enabled: more.out === undefined,
        },
        more.out,
        more.failing === undefined ? null : more.failing / 1000,
      ],
    );
  const webhooks = () => found('webhooks', { HILO_WEBHOOK_ALLOW: '127.0.0.0/8' }, { withTables: true });

  it('are reached, without anything being posted to them', async () => {
    expect(await webhooks()).toEqual(['ok: there are no outgoing webhooks']);
    let bytes = 0;
    const server = createTcpServer((socket) =>
      socket.on('error', () => {}).on('data', ({ length }) => (bytes += length)),
    );
    const port = await listen(server);
    await make('well', `http://127.0.0.1:${port}/`);
    expect(await webhooks()).toEqual(['ok: 1 outgoing webhooks are in use, and reached']);
    expect(bytes).toBe(0);
    server.close();
  });

  it('are named that take nothing, for an hour or a day, are not reached, or were given up', async () => {
    const http = createServer();
    const port = await listen(http);
    await make('away', `http://127.0.0.1:${await freePort()}/`);
    await make('inside', 'https://10.0.0.1/');
    await make('since an hour', `http://127.0.0.1:${port}/`, { failing: now - 60 * minute });
    await make('since days', `http://127.0.0.1:${port}/`, { failing: now - 2 * day });
    await make('given up', `http://127.0.0.1:${port}/`, { out: 'nothing has arrived there for 3 days' });
    await make('not wanted', `http://127.0.0.1:${port}/`, { out: 'taken out of use by root' });
    const said = (await webhooks()).map((line) => line.replaceAll(/ \([0-9a-f]{32}\)/g, '')).toSorted();
    expect(said).toEqual([
      'failed: the outgoing webhook given up is out of use: nothing has arrived there for 3 days',
      'failed: the outgoing webhook since days has taken nothing for 2.0 days',
      'warning: the outgoing webhook away is not reached from here: ECONNREFUSED',
      'warning: the outgoing webhook inside is not reached from here: is an address that is not reached from everywhere; see HILO_WEBHOOK_ALLOW',
      'warning: the outgoing webhook since an hour has not taken the last that it was told',
    ]);
    expect(await countWebhooks(pool)).toEqual({ disabled: 1, 'given-up': 1, failing: 2, well: 2 });
    expect(await countUntold(pool)).toBe(0);
    http.close();
  });
});

it('counts an answer wherever it was given, once it is told', async () => {
  const event: SurveyEvent = {
    id: randomUUID(),
    programme: 'after-the-flight',
    programmeVersion: 1,
    subject: randomUUID(),
    customer: randomUUID(),
    interaction: { source: 'tests', id: '1' },
    touchpoint: 'flight.arrival',
    occurredAt: new Date().toISOString(),
    at: new Date().toISOString(),
    state: 'answered',
    channel: 'web',
  };
  await using log = await openLog(url);
  await log.append(topics.surveys.name, [{ key: event.customer, value: JSON.stringify(event) }]);
  const metrics = async () => (await fetch(`${hilo.url}/metrics`)).text();
  await expect.poll(metrics).toMatch(/hilo_survey_answers_total\{state="answered",channel="web".*\} 1\n/);
});
