import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, type SmtpMisdeed, startBadMailServer } from '@hilo/testing';
import { SMTPServer } from 'smtp-server';
import { expect, it } from 'vitest';
import type { DkimKey } from '../delivery/smtp/dkim.ts';
import { plainMail } from '../delivery/smtp/plain-mail.ts';
import { openSmtp } from '../delivery/smtp/transport.ts';
import { messageId, type OutgoingMessage } from '../domain/delivery/message.ts';
import type { HandOver } from '../domain/delivery/transport.ts';
import { programme } from './asking.ts';
import { uuid } from './messages.ts';

const from = 'Hilo <ask@hilo.example>';
const message = (n = 1, to = 'ana@example.org'): OutgoingMessage => ({
  id: messageId(uuid(n), 0),
  invitation: uuid(n),
  ordinal: 0,
  kind: 'invitation',
  channel: 'email',
  contactPoint: { kind: 'email', value: to },
  programme: programme('email'),
  programmeVersion: 1,
  touchpoint: 'flight.arrival',
  occurredAt: 0,
  deadline: 48 * 3_600_000,
  language: 'en',
  links: { survey: 'https://ask.example.com/s/a', unsubscribe: 'https://ask.example.com/u/b' },
  consent: undefined,
  attempt: 1,
});

const sendTo = async (url: string, { count = 1, withinMs = 30_000 } = {}): Promise<HandOver[]> => {
  const smtp = openSmtp(url, { from, write: plainMail }, Date.now);
  const answers: HandOver[] = [];
  for (let n = 1; n <= count; n += 1) answers.push(await smtp.send(message(n), AbortSignal.timeout(withinMs)));
  await smtp.close();
  return answers;
};

type Row = [what: string, step: string, misdeed: SmtpMisdeed, came: HandOver['state'], inMailbox: number];
const rows: Row[] = [
  ['silent after the dot', 'mailbox', 'hang', 'unknown', 1],
  ['which closes after the dot', 'mailbox', 'close', 'unknown', 1],
  ['which resets after the dot', 'mailbox', 'reset', 'unknown', 1],
  ['which breaks off its answer to the dot', 'mailbox', 'half', 'unknown', 1],
  ['which resets after the dot, and has nothing', 'dot', 'reset', 'unknown', 0],
  ['which says 451 after the dot', 'dot', '451 4.3.0 later', 'deferred', 0],
  ['which says 554 after the dot', 'dot', '554 5.6.0 no', 'refused', 0],
  ['which says 550 to the recipient', 'RCPT', '550 no such user', 'refused', 0],
  ['which says 550 5.1.1 to the recipient', 'RCPT', '550 5.1.1 no such user', 'refused', 0],
  ['which says 452 to the recipient', 'RCPT', '452 4.2.2 full', 'deferred', 0],
  ['which says 451 to the sender', 'MAIL', '451 4.3.0 later', 'deferred', 0],
  ['which says 421 to DATA', 'DATA', '421 4.3.2 bye', 'deferred', 0],
  ['silent at EHLO', 'EHLO', 'hang', 'not-taken', 0],
  ['silent when it is connected to', 'connect', 'hang', 'not-taken', 0],
  ['which greets with 554', 'connect', '554 go away', 'not-taken', 0],
  ['which resets at MAIL', 'MAIL', 'reset', 'not-taken', 0],
  ['silent at RCPT', 'RCPT', 'hang', 'not-taken', 0],
  ['silent at DATA', 'DATA', 'hang', 'not-taken', 0],
];

it.each(rows)('of a server %s (%s, %s) it says: %s', async (_what, step, misdeed, came, inMailbox) => {
  const server = await startBadMailServer((at) => (at === step ? misdeed : undefined));
  const [answer] = await sendTo(server.url, misdeed === 'hang' ? { withinMs: 2000 } : {});
  expect(answer?.state).toBe(came);
  expect(server.taken).toHaveLength(inMailbox);
  await server.close();
});

it('tells an address that is not there from a mail that is not taken', async () => {
  const reasonAt = async (misdeed: SmtpMisdeed) => {
    const server = await startBadMailServer((step) => (step === 'RCPT' ? misdeed : undefined));
    const [answer] = await sendTo(server.url);
    await server.close();
    return answer?.state === 'refused' ? answer.reason : answer?.state;
  };
  expect(await reasonAt('550 5.1.1 no such user')).toBe('no-such-address');
  expect(await reasonAt('550 no such user')).toBe('no-such-address');
  expect(await reasonAt('553 5.1.3 no address')).toBe('no-such-address');
  expect(await reasonAt('550 mailbox unavailable')).toBe('no-such-address');
  // The same words as in a bounce: without any of them, nobody is lost for it.
  expect(await reasonAt('550 sorry')).toBe('not-accepted');
  expect(await reasonAt('550 5.7.1 blocked by policy')).toBe('not-accepted');
  expect(await reasonAt('552 5.2.2 mailbox full')).toBe('not-accepted');
});

it('says of a server that is not there that nobody has the mail', async () => {
  expect(await sendTo(`smtp://127.0.0.1:${await freePort()}`)).toMatchObject([{ state: 'not-taken' }]);
});

it('uses a connection again, and another where the server has ended it', async () => {
  const server = await startBadMailServer();
  expect((await sendTo(server.url, { count: 5 })).map(({ state }) => state)).toEqual(Array(5).fill('accepted'));
  expect(server.connections()).toBe(1);
  await server.close();
  let mails = 0;
  const ending = await startBadMailServer((step) => {
    mails += step === 'mailbox' ? 1 : 0;
    return step === 'MAIL' && mails % 2 === 1 && mails > 0 ? '421 4.3.2 enough' : undefined;
  });
  const answers = await sendTo(ending.url, { count: 2 });
  expect(answers.map(({ state }) => state)).toEqual(['accepted', 'deferred']);
  await ending.close();
});

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

type Good = { mails: string[]; users: string[]; url: (more?: string) => string; close(): Promise<void> };

const startGood = async (options: ConstructorParameters<typeof SMTPServer>[0] = {}): Promise<Good> => {
  const [mails, users]: [string[], string[]] = [[], []];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: ({ username = '', password }, _session, done) => {
      users.push(`${username}:${password}`);
      done(null, { user: username });
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString());
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    mails,
    users,
    url: (more = '') => `smtp://${more}127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const sendSigned = async (url: string, dkim?: DkimKey): Promise<HandOver> => {
  const smtp = openSmtp(url, { from, dkim, write: plainMail }, Date.now);
  const answer = await smtp.send(message(), AbortSignal.timeout(30_000));
  await smtp.close();
  return answer;
};

it('signs the headers by which somebody unsubscribes with one click, and keeps one Message-ID', async () => {
  const server = await startGood({ disabledCommands: ['STARTTLS', 'AUTH'] });
  const dkim = { domain: 'hilo.example', selector: 'one', key: privateKey };
  for (let n = 0; n < 2; n += 1) expect((await sendSigned(server.url(), dkim)).state).toBe('accepted');
  const [first = '', second = ''] = server.mails;
  const signature = /^DKIM-Signature:[\s\S]*?(?=\r\n\S)/im.exec(first)?.[0].replace(/\s+/g, '') ?? '';
  const covered = (/;h=([^;]*);/.exec(signature)?.[1] ?? '').toLowerCase().split(':');
  for (const header of ['list-unsubscribe', 'list-unsubscribe-post', 'from', 'to', 'subject', 'date', 'message-id'])
    expect(covered).toContain(header);
  expect(signature).toContain('d=hilo.example');
  expect(first).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  const idOf = (mail: string) => /^Message-ID: (.*)\r$/m.exec(mail)?.[1];
  expect(idOf(first)).toBe(`<${message().id}@hilo.example>`);
  expect(idOf(second)).toBe(idOf(first));
  await server.close();
});

it('gives a password to nobody without TLS, unless it is told to', async () => {
  const open = await startGood({ disabledCommands: ['STARTTLS'] });
  expect((await sendSigned(open.url('user:pass@'))).state).toBe('not-taken');
  expect(open.users).toEqual([]);
  expect((await sendSigned(`${open.url('user:pass@')}?starttls=never`)).state).toBe('accepted');
  expect(open.users).toEqual(['user:pass']);
  await open.close();
});

it('does not take who it does not know for the mail server', async () => {
  // Its certificate is signed by nobody.
  const server = await startGood();
  expect(await sendSigned(server.url())).toMatchObject({ state: 'not-taken' });
  expect(server.mails).toEqual([]);
  expect((await sendSigned(`${server.url()}?starttls=never`)).state).toBe('accepted');
  await server.close();
});

it('waits for no server that accepts a connection and never speaks longer than it may', async () => {
  const mute = createServer(() => {}).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const startedAt = Date.now();
  expect(await sendTo(`smtp://127.0.0.1:${port}`, { withinMs: 300 })).toMatchObject([{ state: 'not-taken' }]);
  // The client by itself would wait for two minutes.
  expect(Date.now() - startedAt).toBeLessThan(60_000);
  mute.close();
});
