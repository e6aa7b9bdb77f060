import { expect, it } from 'vitest';
import { brandOf, outgoing } from '../../test/mails.ts';
import { messageBody, shortText } from '../endpoints/message-body.ts';
import { asProgramme } from '../templates/as-programme.ts';
import { Template } from '../templates/template.ts';
import { renderMail } from './render-mail.ts';

const template = Template.parse({
  ...{ id: 'gate', title: 'A gate', class: 'service', purpose: 'service', defaultLanguage: 'en' },
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: { en: { subject: 'Gate', text: 'Hello' } },
});
const told = (text: string, language = 'en', subject = 'Gate K71') => {
  const links = { survey: 'https://ask.example.com/u/tok', unsubscribe: 'https://ask.example.com/u/tok' };
  return outgoing({
    programme: asProgramme(template, 4),
    programmeVersion: 4,
    language,
    links,
    told: { subject, text },
  });
};

it('is a mail of paragraphs and lines in which whatever somebody is called is text, with a link to refuse and none to answer', () => {
  const mail = renderMail(told('Hello <Ana> & "co",\nyour gate is K71.\n\nHave a good flight.'), brandOf());
  expect(mail.subject).toBe('Gate K71');
  expect(mail.html).toContain('Hello &lt;Ana&gt; &amp; &quot;co&quot;,<br>your gate is K71.</div>');
  expect(mail.html.match(/<div lang="en" dir="auto">/g)).toHaveLength(2);
  expect(mail.html).not.toMatch(/<Ana>|\/s\/|<h1/);
  expect(mail.text).toMatch(/^Hello <Ana> & "co",\nyour gate is K71\.\n\nHave a good flight\.\n\n/);
  expect(mail.text).toContain('https://ask.example.com/u/tok?step=not-me');
  expect(mail.text).not.toMatch(/asks you|your answers/);
  expect(mail.headers['List-Unsubscribe']).toContain('<https://ask.example.com/u/tok>');
  expect(mail.headers['Feedback-ID']).toMatch(/:service:/);
});

it('has a subject of one line, and is written in the language that was told, whatever else there is', () => {
  const mail = renderMail(told('مرحبا', 'ar', 'a\r\nBcc: x@example.org'), brandOf());
  expect(mail.subject).toBe('a Bcc: x@example.org');
  expect(mail.html).toContain('<html lang="ar" dir="rtl">');
});

it('is told to whoever carries messages with its text and its template, and leads to no survey', () => {
  const message = told('Hello Ana');
  const { data } = messageBody(message, shortText(message, 'Sol & Mar'), 0);
  expect(data).toMatchObject({
    ...{ kind: 'message', subject: 'Gate K71', template: 'gate', templateVersion: 4 },
    ...{ text: 'Hello Ana\n✗ https://ask.example.com/u/tok', links: { unsubscribe: 'https://ask.example.com/u/tok' } },
  });
  expect(Object.keys(data)).not.toEqual(expect.arrayContaining(['programme']));
  expect(data).not.toHaveProperty('questions');
});
