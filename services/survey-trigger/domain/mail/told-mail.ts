import { type Html, html } from '@hilo/runtime/html';
import type { Brand } from '../brand.ts';
import type { OutgoingMessage } from '../delivery/message.ts';
import { textsIn } from '../texts/texts.ts';
import { oneLine, whyOf } from './mail-content.ts';
import { type Framed, framedMail } from './mail-html.ts';

type Telling = OutgoingMessage & { told: { subject: string; text: string } };

/** A mail that tells something: what was written, why she gets it, and how to have no more of it. Whatever is in it is text, and nothing else. */
export const toldMail = (message: Telling, brand: Brand): { subject: string; text: string; html: string } => {
  const { told, links, language, programme } = message;
  const texts = textsIn(brand.texts, [language, programme.defaultLanguage ?? language]);
  const subject = oneLine(told.subject);
  const why = whyOf(message, texts, brand);
  const notMe = `${links.unsubscribe}?step=not-me`;
  const framed: Framed = { texts, subject, why, links: { refuse: links.unsubscribe, notMe } };
  const paragraphs = told.text.split(/\n[ \t]*\n/).filter((one) => one.trim() !== '');
  const lang = language.replaceAll('_', '-');
  return {
    subject,
    html: framedMail(
      framed,
      brand,
      (row) => html`${paragraphs.map((one) => row(html`<div lang="${lang}" dir="auto">${linesOf(one)}</div>`))}`,
    ),
    text: `${[
      told.text.trim(),
      [`${texts.mail.why}:`, ...why].join('\n'),
      `${texts.mail.refuse}:\n${links.unsubscribe}`,
      `${texts.mail.notMe}:\n${notMe}`,
      brand.name,
    ].join('\n\n')}\n`,
  };
};

const linesOf = (paragraph: string): Html =>
  html`${paragraph.split('\n').map((one, n) => html`${n > 0 && html`<br>`}${one}`)}`;
