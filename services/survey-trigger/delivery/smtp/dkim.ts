import { createHash, createPrivateKey, sign } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import nodemailerSign from 'nodemailer/lib/dkim/sign.js';
import { foldLines } from 'nodemailer/lib/mime-funcs';

/** Who signs: the domain, the selector under which its key stands in DNS, and the private key (RSA) as PEM. */
export type DkimKey = { domain: string; selector: string; key: string };

/** All by which a mail is judged; those of RFC 8058 have to be covered. */
const signed = [
  ...['From', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'Cc', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted'],
].join(':');

/** Not the synchronous one: what costs more than all else of a mail is done beside the thread that hands mails over. */
const signBeside = promisify(sign);

/**
 * Signs mails of one domain as RFC 6376 says (rsa-sha256, relaxed/relaxed), byte for byte as nodemailer does, whose headers these are. The key
 * is read once: to read it costs as much as to sign.
 */
export const openSigning = ({ domain, selector, key }: DkimKey): ((mail: Buffer) => Promise<Buffer>) => {
  const privateKey = createPrivateKey(key);
  const tags = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domainToASCII(domain)}; q=dns/txt; s=${selector}`;
  return async (mail) => {
    const end = mail.indexOf('\r\n\r\n');
    const { headers, fieldNames } = nodemailerSign.relaxedHeaders(linesOf(mail.toString('latin1', 0, end)), signed);
    const hash = createHash('sha256')
      .update(relaxedBody(mail.toString('latin1', end + 4)), 'latin1')
      .digest('base64');
    const field = `${foldLines(`${tags}; bh=${hash}; h=${fieldNames}`, 76)};\r\n b=`;
    const own = nodemailerSign.relaxedHeaders([{ key: 'dkim-signature', line: field }], 'dkim-signature').headers;
    const signature = await signBeside('sha256', Buffer.from(headers + own.trimEnd(), 'latin1'), privateKey);
    return Buffer.concat([Buffer.from(`${field}${folded(signature.toString('base64'))}\r\n`), mail]);
  };
};

/** Each header with its continuations. */
const linesOf = (head: string) =>
  head.split(/\r\n(?![ \t])/).map((line) => ({ key: line.slice(0, line.indexOf(':')).trim().toLowerCase(), line }));

/** RFC 6376, 3.4.4. */
const relaxedBody = (body: string): string => {
  const text = body.replaceAll(/[ \t]+/g, ' ').replaceAll(/ (?=\r\n|$)/g, '');
  const without = text.replace(/(?:\r\n)+$/, '');
  return without === '' ? '' : `${without}\r\n`;
};

const folded = (signature: string): string => signature.replaceAll(/(^.{73}|.{75}(?!\r?\n|\r))/g, '$&\r\n ').trim();
