import { type Html, html } from '@hilo/runtime/html';
import { answersEndAt } from '../../domain/answers/taking.ts';
import type { Brand } from '../../domain/brand.ts';
import { momentIn, whyOf } from '../../domain/mail/mail-content.ts';
import type { Texts } from '../../domain/texts/texts.ts';
import { fillIn } from '../../domain/texts/worded.ts';
import type { AskedInvitation } from '../../store/asked.ts';
import { hrefOf } from './href.ts';
import type { PageContent } from './layout.ts';

/** What a page says, before the links to other languages. */
export type PageParts = Pick<PageContent, 'title' | 'main'>;

/** The ways out, in one place on every page. */
export const waysOut = (texts: Texts, lang: string): Html =>
  html`<ul><li><a id="refuse" href="${hrefOf({ step: 'refuse', lang })}">${texts.mail.refuse}</a></li><li><a id="not-me" href="${hrefOf({ step: 'not-me', lang })}">${texts.mail.notMe}</a></li></ul>
`;

/** Why she is asked, and until when. Neither her name nor her address is on the page: whoever has the link may be another. */
export const whyHtml = (
  {
    consent,
    programme,
    touchpoint,
    occurredAt,
    contactPoint,
    deadline,
    expiresAt,
  }: AskedInvitation & { expiresAt: number },
  texts: Texts,
  brand: Brand,
  isDone: boolean,
): Html => {
  const endsAt = Math.min(expiresAt, answersEndAt(programme, deadline));
  const until = isDone ? [] : [fillIn(texts, texts.mail.until, { until: momentIn(texts, endsAt, brand.timeZone) })];
  // Who opened a link on a receipt or a sign has no address here of which there is anything to say.
  const isAddressed = contactPoint !== undefined;
  const said = whyOf({ consent, programme, touchpoint, occurredAt, isAddressed }, texts, brand);
  return html`<h2>${texts.page.why}</h2>
${[...said, ...until].map((one) => html`<p>${one}</p>\n`)}`;
};

/** Before something is changed that is not taken back at once: what it does, and a button; nothing of it is known to depend on the link. */
export const confirmation = (which: 'refuse' | 'notMe', texts: Texts, brand: Brand, lang: string): PageParts => {
  const { title, text, button } = texts.page[which];
  const act = which === 'refuse' ? 'refuse' : 'not-me';
  return {
    title,
    main: html`<h1>${title}</h1>
<p>${fillIn(texts, text, { company: brand.name })}</p>
<form method="post"><input type="hidden" name="act" value="${act}"><input type="hidden" name="lang" value="${lang}">
<div class="buttons"><button>${button}</button></div></form>
<p><a href="${hrefOf({ lang })}">${texts.page.keep}</a></p>`,
  };
};

export const confirmed = (which: 'refuse' | 'notMe', texts: Texts, brand: Brand): PageParts => {
  const { done, doneText } = texts.page[which];
  return {
    title: done,
    main: html`<div class="done" role="status"><h1>${done}</h1>
<p>${fillIn(texts, doneText, { company: brand.name })}</p></div>`,
  };
};

export const thanks = (texts: Texts, brand: Brand): PageParts => ({
  title: texts.page.thanks.title,
  main: html`<div class="done" role="status"><h1>${texts.page.thanks.title}</h1>
<p>${fillIn(texts, texts.page.thanks.text, { company: brand.name })}</p></div>`,
});

/** To whoever is of a quota that is full. */
export const screened = (texts: Texts, brand: Brand): PageParts => {
  const { title, text } = texts.page.screened ?? texts.page.thanks;
  return {
    title,
    main: html`<div class="done" role="status"><h1>${title}</h1>
<p>${fillIn(texts, text, { company: brand.name })}</p></div>`,
  };
};

/** Something to read, and nothing to do but the ways out. */
export const notice = ({ title, text }: { title: string; text: string }): PageParts => ({
  title,
  main: html`<h1>${title}</h1>
<p>${text}</p>`,
});
