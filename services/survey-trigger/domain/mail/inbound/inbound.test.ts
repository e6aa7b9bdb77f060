import { expect, it } from 'vitest';
import { cameMail } from '../../../test/came-mails.ts';
import { statusFor } from './delivery-status.ts';
import { kindOfMail } from './kind.ts';
import { messagesNamedIn } from './references.ts';
import { saidInMail } from './said-in-mail.ts';

const own = {
  from: 'surveys@ask.example.com',
  bounces: 'bounces@ask.example.com',
  unsubscribe: 'stop@ask.example.com',
};
const message = '0b6c7c1e-3c1b-8d0a-9a54-0a4f5a2f7c11';
const about = {
  id: message,
  invitation: message,
  contactPoint: { kind: 'email', value: 'ana.garcia@example.org' },
};
const ana = 'Ana.Garcia@example.org';

const bounceOf = async (name: string, edit?: (text: string) => string) => {
  const mail = await cameMail(name, message, edit);
  const found = kindOfMail(mail, own);
  const status = found.kind === 'delivery-report' ? statusFor(found.statuses, ana) : undefined;
  return {
    messages: messagesNamedIn(mail, own),
    action: status?.action,
    class: saidInMail(mail, found, about, 0).bounce?.class,
  };
};

it.each([
  ['postfix-hard', 'failed', 'hard'],
  ['exchange-full', 'failed', 'soft'],
  ['qmail', 'failed', 'hard'],
  ['blocked', 'failed', 'block'],
  ['delayed', 'delayed', undefined],
  ['delivered', 'delivered', undefined],
])('reads a report of a server: %s has %s (%s), of the message that it is about', async (name, action, kind) => {
  expect(await bounceOf(name)).toEqual({ messages: [message], action, class: kind });
});

it('finds the message by the address that it alone had, or by the headers that came back, and by nothing else', async () => {
  const withoutAddress = (text: string) => text.replaceAll(`bounces+${message}`, 'bounces');
  const withoutHeaders = (text: string) => text.replace(/^(Message-ID|X-Hilo-Message|Return-Path): .*\n/gim, '');
  expect((await bounceOf('postfix-hard', withoutAddress)).messages).toEqual([message]);
  expect((await bounceOf('postfix-hard', withoutHeaders)).messages).toEqual([message]);
  expect((await bounceOf('postfix-hard', (text) => withoutHeaders(withoutAddress(text)))).messages).toEqual([]);
  expect(
    (
      await bounceOf('postfix-hard', (text) =>
        text.replaceAll('bounces+', 'BOUNCES+').replaceAll(message, message.toUpperCase()),
      )
    ).messages,
  ).toEqual([message]);
  expect(await bounceOf('unmatched')).toEqual({ messages: [], action: 'failed', class: 'hard' });
  // An id of ours at the domain of somebody else is his.
  expect((await bounceOf('stranger')).messages).toEqual([]);
});

it.each([
  ['postfix-hard', 'delivery-report'],
  ['out-of-office', 'automatic'],
  ['reply', 'reply'],
  ['refusal', 'reply'],
  ['complaint', 'complaint'],
  ['stranger', 'reply'],
])('tells what people write from what machines do: %s is %s', async (name, kind) => {
  expect(kindOfMail(await cameMail(name, message), own).kind).toBe(kind);
});

it.each([
  'Auto-Submitted: auto-generated',
  'X-Autoreply: yes',
  'Precedence: auto_reply',
  'List-Id: <people.example.org>',
  'Subject: Out of Office: back on Monday',
])('takes what says %s for written by a machine, whatever words are in it', async (header) => {
  const mail = await cameMail(
    'refusal',
    message,
    (text) => `${header}\n${text.replace(/^Subject: .*\n/m, header.startsWith('Subject') ? '' : '$&')}`,
  );
  expect(kindOfMail(mail, own)).toEqual({ kind: 'automatic' });
  const said = await cameMail('refusal', message, (text) => `Auto-Submitted: no\n${text}`);
  expect(kindOfMail(said, own).kind).toBe('reply');
});

it('takes whatever comes to the address of a link for a refusal, in small letters too', async () => {
  const token = 'Zk2lMn4o5Pq7rS8tUvWx_A';
  const edit = (text: string) =>
    text.replace('surveys@ask.example.com', 'Stop+664DA5327E28E4FABBAD2F2D52F5B1FC@ask.example.com');
  const mail = await cameMail('stranger', message, edit);
  expect(kindOfMail(mail, own)).toEqual({ kind: 'unsubscribe', token });
  expect(kindOfMail(mail, { ...own, unsubscribe: undefined }).kind).toBe('reply');
});

it('hears from a complaint only what is one', async () => {
  const spared = await cameMail('complaint', message, (text) =>
    text.replace('Feedback-Type: abuse', 'Feedback-Type: not-spam'),
  );
  expect(kindOfMail(spared, own).kind).toBe('automatic');
  expect(messagesNamedIn(spared, own)).toEqual([message]);
});

it('believes of several recipients what is said of the one to whom it was sent, and else that it arrived if it did anywhere', () => {
  const told = (recipient: string, action: 'failed' | 'delivered') => ({
    action,
    recipients: [recipient],
    status: undefined,
    diagnostic: undefined,
  });
  const statuses = [told('other@example.net', 'failed'), told('ana.garcia@example.org', 'delivered')];
  expect(statusFor(statuses, ana)?.action).toBe('delivered');
  expect(statusFor([told('a@example.net', 'failed'), told('b@example.net', 'delivered')], ana)?.action).toBe(
    'delivered',
  );
  expect(statusFor([told('a@example.net', 'failed')], ana)?.action).toBe('failed');
  expect(statusFor([], ana)).toBeUndefined();
});
