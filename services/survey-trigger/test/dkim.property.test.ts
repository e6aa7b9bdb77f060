import { generateKeyPairSync } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import NodemailerDkim from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, it } from 'vitest';
import { openSigning } from '../delivery/smtp/dkim.ts';

const { privateKey: key } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const headerFieldNames = [
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Id',
  'List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted',
].join(':');
const byNodemailer = new NodemailerDkim({
  ...{ domainName: 'hilo.example', keySelector: 'one', privateKey: key, headerFieldNames },
});
const sign = openSigning({ domain: 'hilo.example', selector: 'one', key });

const text = fc.string({ unit: fc.constantFrom('a', 'ñ', '本', ' ', '\t', '.', '=', '\n', '\r\n', '\n\n') });
const mails = fc.record({
  from: fc.constantFrom('Hilo <ask@hilo.example>', '"Añil, S.A." <ask@hilo.example>'),
  to: fc.constantFrom('ana@example.org', 'a.very.long.name.of.somebody.who.likes.that@a.very.long.domain.example.org'),
  subject: text,
  text,
  html: fc.option(text, { nil: undefined }),
  headers: fc.constantFrom(
    {},
    { 'List-Unsubscribe': `<https://ask.example.com/u/${'x'.repeat(90)}>`, 'X-Two': 'a  b' },
  ),
});

it('signs every mail byte for byte as nodemailer does, which waits for it', () =>
  fc.assert(
    fc.asyncProperty(mails, async (mail) => {
      const bytes = await new MailComposer(mail).compile().build();
      const lines = Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
      expect((await sign(lines)).toString()).toBe((await buffer(byNodemailer.sign(lines))).toString());
    }),
    { numRuns: 60 },
  ));
