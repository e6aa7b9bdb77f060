import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedMail } from '../domain/mail/inbound/parsed-mail.ts';
import { parseMail } from '../inbound-mail/parse-mail.ts';

/** A mail as it lies beside the tests, about this message. */
export const cameMail = (name: string, message: string, edit = (text: string): string => text): Promise<ParsedMail> =>
  parseMail(cameBytes(name, message, edit));

export const cameBytes = (name: string, message: string, edit = (text: string): string => text): Buffer => {
  const text = readFileSync(join(import.meta.dirname, 'mails-that-came', `${name}.eml`), 'utf8');
  return Buffer.from(edit(text.replaceAll('MESSAGE', message)).replaceAll(/\r?\n/g, '\r\n'));
};
