import { once } from 'node:events';
import { createServer } from 'node:net';
import { ContactPolicy, topics } from '@hilo/contracts';
import { type BadMailServer, startBadMailServer } from '@hilo/testing';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { loadBounces } from '../config/load-bounces.ts';
import type { Reason } from '../domain/refusals.ts';
import { openInboundMail } from '../inbound-mail/open-inbound.ts';
import { ruleOf } from './asking.ts';
import { cameBytes } from './came-mails.ts';
import { hashOfNames } from './decide-now.ts';
import { addressOf, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';
import { type Mailbox, startImap } from './imap-server.ts';

let server: BadMailServer;
let delivery: Delivery;
beforeAll(async () => {
  server = await startBadMailServer((step, to) =>
    step === 'mailbox' && to.startsWith('silent') ? 'reset' : undefined,
  );
  delivery = await openDelivery(server.url);
});
afterAll(async () => {
  await delivery.close();
  await server.close();
});
beforeEach(async () => {
  await delivery.empty();
  await delivery.pool.query('TRUNCATE inbound_mails');
  await delivery.publish(
    ContactPolicy.parse({ packs: [], rules: [ruleOf({ id: 'own', hours: 'any', rest: { afterRefusal: 365 } })] }),
  );
});

const brand = {
  from: 'ask@hilo.example',
  replyTo: undefined,
  bounces: 'bounces@hilo.example',
  unsubscribe: 'stop@hilo.example',
};

const portNobodyHas = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const open = async (url: string) => {
  const outcomes: string[] = [];
  const source = loadBounces(url);
  if (source === undefined) throw new Error('no source');
  const inbound = await openInboundMail({
    ...delivery.resources,
    hashes: hashOfNames,
    source,
    brand,
    onTaken: (outcome) => outcomes.push(outcome),
  });
  return { outcomes, close: () => inbound.close() };
};

/** Whoever gets a mail at this address, and the mail as it is known. */
const askAt = async (n: number, { address = addressOf(n), at = Date.now() - 60_000, version = 1 } = {}) => {
  const { decided } = await delivery.invite({ n, address, at, version });
  await delivery.send();
  const id = decided[0]?.id;
  const message = (await delivery.messages()).find(({ invitation }) => invitation === id);
  return { id: message?.id ?? '', address, decision: decided[0]?.decision };
};
type Asked = { id: string; address: string };

const about = ({ id, address }: Asked, name: string, edit = (text: string) => text): Buffer =>
  cameBytes(name, id, (text) =>
    edit(
      text
        .replaceAll('ask.example.com', 'hilo.example')
        .replaceAll('surveys@', 'ask@')
        .replaceAll('ana.garcia@example.org', address),
    ),
  );

/** As another server hands it over. */
const handOver = async (port: number, bytes: Buffer, to: string): Promise<void> => {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: '', to: [to] }, raw: bytes }).finally(() => transport.close());
};

const come = async (...mails: [bytes: Buffer, to: string][]): Promise<string[]> => {
  const port = await portNobodyHas();
  const inbound = await open(`smtp://127.0.0.1:${port}`);
  for (const [bytes, to] of mails)
    await handOver(port, bytes, to).catch((error: Error) => inbound.outcomes.push(error.message));
  await inbound.close();
  return inbound.outcomes;
};

const Told = z.object({
  kind: z.string(),
  outcome: z.string().optional(),
  text: z.string().optional(),
  identifiers: z.array(z.object({ value: z.string() })),
});
const onThread = async () => {
  const { rows } = await delivery.pool.query<{ value: string }>(
    'SELECT value FROM outbox WHERE topic = $1 ORDER BY id',
    [topics.interactions.name],
  );
  return rows.map(({ value }) => Told.parse(JSON.parse(value)));
};
const stateOf = async ({ id }: Asked) => (await delivery.messages()).find((one) => one.id === id);
const brakes = async () =>
  (await delivery.pool.query<{ brake: string }>('SELECT brake FROM contact_facts WHERE brake IS NOT NULL')).rows.map(
    ({ brake }) => brake,
  );
const reasonsNow = async (n: number, address = addressOf(n)): Promise<(string | Reason)[]> => {
  const { decided } = await delivery.invite({ n, address, at: Date.now() - 500 });
  return decided.flatMap(({ decision }): (string | Reason)[] =>
    'reasons' in decision ? [...decision.reasons] : [decision.state],
  );
};

it('leaves an address alone at which there is nobody, until it is given anew, however often the report comes', async () => {
  const ana = await askAt(1);
  const mail: [Buffer, string] = [about(ana, 'postfix-hard'), `bounces+${ana.id}@hilo.example`];
  expect(await come(mail, mail)).toEqual(['delivery-report', 'known']);
  expect(await stateOf(ana)).toMatchObject({ state: 'bounced', reason: 'hard-bounce' });
  expect((await delivery.events()).filter(({ state }) => state === 'bounced')).toMatchObject([
    { reason: 'hard-bounce', message: ana.id },
  ]);
  expect((await onThread()).filter(({ outcome }) => outcome === 'bounced')).toHaveLength(1);
  expect(await reasonsNow(1)).toEqual([{ reason: 'bounced', rule: 'hilo.bounced' }]);
  const anew = { ...yes, at: timestamp(Date.now()), contactPoint: { kind: 'email', value: ana.address } };
  await delivery.know({ n: 1, version: 2, consents: [anew] });
  const { decided } = await delivery.invite({ n: 1, version: 3, consents: [anew], at: Date.now() - 400 });
  expect(decided.map(({ decision }) => decision.state)).toEqual(['invited']);
});

it('brakes the address that something came back from, and no other of the same customer', async () => {
  const old = await askAt(2, { address: 'old@example.org' });
  expect(await come([about(old, 'qmail'), 'ask@hilo.example'])).toEqual(['delivery-report']);
  expect(await reasonsNow(2, 'old@example.org')).toEqual([{ reason: 'bounced', rule: 'hilo.bounced' }]);
  const { decision } = await askAt(2, { address: 'new@example.org', at: Date.now() - 300, version: 2 });
  expect(decision?.state).toBe('invited');
});

const softFrom = (asked: Asked, n: number): [Buffer, string] => [
  about(asked, 'exchange-full', (text) => text.replace('5f2e@', `soft-${n}@`)),
  'ask@hilo.example',
];

it('rests for a month after five that came back though there is such an address, and counts anew from one that arrived', async () => {
  const counted = await askAt(3, { at: Date.now() - 100_000 });
  await come(softFrom(counted, 0));
  const arrived = await askAt(3, { at: Date.now() - 90_000 });
  await come([about(arrived, 'delivered'), `bounces+${arrived.id}@hilo.example`]);
  expect(await stateOf(arrived)).toMatchObject({ state: 'delivered' });
  for (let n = 1; n <= 4; n += 1) await come(softFrom(await askAt(3, { at: Date.now() - 80_000 + n }), n));
  expect(await brakes()).toEqual([]);
  const before = Date.now();
  const fifth = await askAt(3, { at: Date.now() - 70_000 });
  await come(softFrom(fifth, 5));
  expect(await stateOf(fifth)).toMatchObject({ state: 'bounced', reason: 'soft-bounce' });
  expect(await brakes()).toEqual(['soft-bounces']);
  const [reason] = await reasonsNow(3);
  expect(reason).toMatchObject({ reason: 'bounced', rule: 'hilo.soft-bounces' });
  const until = typeof reason === 'object' && 'until' in reason ? (reason.until ?? 0) : 0;
  expect(until - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  expect(until - before).toBeLessThan(30 * 86_400_000 + 60_000);
});

it('takes a block and a delay for no word about the address', async () => {
  const [blocked, delayed] = [await askAt(4), await askAt(5)];
  await come(
    [about(blocked, 'blocked'), `bounces+${blocked.id}@hilo.example`],
    [about(delayed, 'delayed'), `bounces+${delayed.id}@hilo.example`],
  );
  expect([(await stateOf(blocked))?.reason, (await stateOf(delayed))?.state]).toEqual(['blocked', 'accepted']);
  expect(await brakes()).toEqual([]);
});

it('takes an out-of-office answer for neither a bounce nor a refusal, and puts it on no thread', async () => {
  const ana = await askAt(6);
  const before = await onThread();
  expect(await come([about(ana, 'out-of-office'), `bounces+${ana.id}@hilo.example`])).toEqual(['automatic']);
  expect(await stateOf(ana)).toMatchObject({ state: 'accepted' });
  expect([await brakes(), await onThread()]).toEqual([[], before]);
});

it('puts what she answers on the thread, in her words and once, and takes what says no for a refusal', async () => {
  const [ana, eva] = [await askAt(7), await askAt(8)];
  const reply: [Buffer, string] = [about(ana, 'reply'), 'ask@hilo.example'];
  expect(await come(reply, reply, [about(eva, 'refusal'), 'ask@hilo.example'])).toEqual(['reply', 'known', 'reply']);
  const said = (await onThread()).filter(({ text }) => text !== undefined);
  expect(said).toEqual([
    {
      kind: 'replied',
      text: 'El vuelo salió tarde, pero la tripulación fue estupenda.',
      identifiers: [{ value: ana.address }],
    },
    {
      kind: 'refused',
      outcome: 'refused',
      text: 'Por favor, no me escriban más.',
      identifiers: [{ value: eva.address }],
    },
  ]);
  expect(await reasonsNow(7)).toEqual(['invited']);
  expect(await reasonsNow(8)).toMatchObject([{ reason: 'refused' }]);
});

it('lets whoever it was forwarded to refuse, and puts his words in nobody else’s mouth', async () => {
  const [ana, eva] = [await askAt(9), await askAt(10)];
  const byOther = (asked: Asked, name: string) =>
    about(asked, name, (text) => text.replace(/^From: .*$/m, 'From: Other <other@example.net>'));
  await come([byOther(ana, 'reply'), 'ask@hilo.example'], [byOther(eva, 'refusal'), 'ask@hilo.example']);
  expect((await onThread()).filter(({ text }) => text !== undefined)).toEqual([]);
  expect(await brakes()).toEqual(['refusal']);
});

it('hears an objection in a complaint to the provider, and a refusal in a mail to the address of the link', async () => {
  const [ana, eva] = [await askAt(11), await askAt(12)];
  const { rows } = await delivery.pool.query('SELECT 1 FROM survey_tokens');
  expect(rows.length).toBeGreaterThan(0);
  const link =
    /https:\/\/ask\.example\.com\/u\/([\w=\r\n-]{22,})/.exec(
      server.taken.findLast(({ to }) => to === eva.address)?.text ?? '',
    )?.[1] ?? '';
  const token = link.replaceAll(/=\r\n/g, '').replaceAll('=3D', '=').slice(0, 22);
  const tag = Buffer.from(token, 'base64url').toString('hex');
  const empty = Buffer.from(
    `From: ${eva.address}\r\nTo: stop+${tag}@hilo.example\r\nSubject: unsubscribe\r\nMessage-ID: <u-1@x.example>\r\n\r\n`,
  );
  const guessed = Buffer.from(empty.toString().replace(tag, 'ab'.repeat(16)).replace('u-1', 'u-2'));
  expect(
    await come(
      [about(ana, 'complaint'), 'ask@hilo.example'],
      [empty, `STOP+${tag}@HILO.example`],
      [guessed, `stop+${'ab'.repeat(16)}@hilo.example`],
    ),
  ).toEqual(['complaint', 'unsubscribe', 'unmatched']);
  const filed = await delivery.pool.query('SELECT kind, unmatched FROM inbound_mails WHERE unmatched IS NOT NULL');
  expect(filed.rows).toEqual([{ kind: 'unsubscribe', unmatched: 'link-not-there' }]);
  expect((await brakes()).toSorted()).toEqual(['objection', 'refusal']);
  expect(await reasonsNow(11)).toMatchObject([{ reason: 'objected' }]);
  expect(await reasonsNow(12)).toMatchObject([{ reason: 'refused' }]);
});

it('files a report about no message of ours as unmatched, and guesses nothing by whom it names', async () => {
  const ana = await askAt(13);
  expect(
    await come([about(ana, 'unmatched'), 'ask@hilo.example'], [about(ana, 'stranger'), 'ask@hilo.example']),
  ).toEqual(['unmatched', 'not-ours']);
  expect(await stateOf(ana)).toMatchObject({ state: 'accepted' });
  const { rows } = await delivery.pool.query('SELECT kind, message, unmatched, status FROM inbound_mails');
  expect(rows).toEqual([{ kind: 'delivery-report', message: null, unmatched: 'names-no-message', status: '5.1.1' }]);
  expect(JSON.stringify(rows)).not.toContain('@');
});

it('knows from what comes back what became of a message of which it was unknown', async () => {
  const [read, lost] = [
    await askAt(14, { address: 'silent.14@example.org' }),
    await askAt(15, { address: 'silent.15@example.org' }),
  ];
  expect([(await stateOf(read))?.state, (await stateOf(lost))?.state]).toEqual(['unknown', 'unknown']);
  await come([about(read, 'out-of-office'), 'ask@hilo.example'], [about(lost, 'postfix-hard'), 'ask@hilo.example']);
  expect([(await stateOf(read))?.state, (await stateOf(lost))?.state]).toEqual(['accepted', 'bounced']);
  expect((await onThread()).filter(({ kind }) => kind === 'invited')).toHaveLength(2);
});

it('takes a mail that comes twenty times at once one time', async () => {
  const ana = await askAt(16);
  const port = await portNobodyHas();
  const inbound = await open(`smtp://127.0.0.1:${port}`);
  await Promise.all(Array.from({ length: 20 }, () => handOver(port, about(ana, 'refusal'), 'ask@hilo.example')));
  await inbound.close();
  expect(inbound.outcomes.toSorted()).toEqual([...Array(19).fill('known'), 'reply']);
  expect(await brakes()).toEqual(['refusal']);
});

it('takes mail for nobody but itself', async () => {
  const ana = await askAt(17);
  const [answer] = await come([about(ana, 'reply'), 'somebody@else.example']);
  expect(answer).toMatch(/550/);
});

it('leaves a mailbox as it is but for what is ours, which it has seen; a connection that breaks is made again', async () => {
  const ana = await askAt(18);
  const mails: Mailbox[] = ['stranger', 'unmatched', 'postfix-hard'].map((name, n) => ({
    uid: 11 + n,
    bytes: about(ana, name),
    flags: new Set<string>(),
  }));
  const imap = await startImap(mails);
  const inbound = await open(imap.url());
  await expect.poll(() => inbound.outcomes).toEqual(['not-ours', 'unmatched', 'delivery-report']);
  await expect.poll(() => mails.map(({ flags }) => [...flags])).toEqual([[], [], ['\\Seen']]);
  await inbound.close();
  expect(imap.commands.filter((one) => /FETCH/.test(one)).every((one) => one.includes('BODY.PEEK'))).toBe(true);
  // Another process looks at all that is unseen, and takes nothing twice.
  mails.push({ uid: 20, bytes: about(ana, 'reply'), flags: new Set() });
  imap.hangUp();
  const other = await open(imap.url());
  await expect.poll(() => other.outcomes).toEqual(['not-ours', 'known', 'reply']);
  await other.close();
  await imap.close();
});

it('gives the next channel its turn at once where a mail comes back, and ends what is to come where she says no', async () => {
  const [bounced, read, refused] = [
    await askAt(21),
    await askAt(22, { address: 'silent.22@example.org' }),
    await askAt(23),
  ];
  await delivery.pool.query("UPDATE timers SET due_at = now() + interval '1 day' WHERE kind = 'follow-up'");
  await come(
    [about(bounced, 'postfix-hard'), 'ask@hilo.example'],
    [about(read, 'out-of-office'), 'ask@hilo.example'],
    [about(refused, 'refusal'), 'ask@hilo.example'],
  );
  const { rows } = await delivery.pool.query<{ id: string }>(
    `SELECT m.id FROM messages m JOIN timers t ON t.kind = 'follow-up' AND t.ref = m.invitation AND t.due_at <= now()`,
  );
  expect(rows.map(({ id }) => id).toSorted()).toEqual([bounced, read, refused].map(({ id }) => id).toSorted());
});
