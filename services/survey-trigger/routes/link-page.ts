import type { DeriveId } from '@hilo/identifiers';
import { html } from '@hilo/runtime/html';
import { pageLanguage } from '../domain/page/page-language.ts';
import { languagesOf, wordingIn } from '../domain/questions/languages.ts';
import { textsIn } from '../domain/texts/texts.ts';
import { findOpenLink, openLink } from '../links/open-link.ts';
import { answeredPage, closedPage, framed } from '../page/framing.ts';
import { commitAndPublish, firstOf, type Pages, type Reply, type Visit } from '../page/visit.ts';

/** What is asked by a printed link, and a button. Nothing is written, and nobody is asked: a scanner may have opened it. */
export const showLink = async (pages: Pages, visit: Visit): Promise<Reply> => {
  const found = await findOpenLink(pages.pool, { code: visit.token, now: pages.now() });
  if (found === undefined) return closedPage(pages, visit);
  const { languages, fallback = 'en' } = languagesOf(found.programme);
  const chosen = { chosen: firstOf(visit.said, 'lang'), accepted: visit.accepted };
  const language = pageLanguage(languages, chosen, fallback);
  const texts = textsIn(pages.brand.texts, [language, fallback]);
  const [first] = found.programme.questions;
  const title = (first && wordingIn(first.text, [language], fallback)) ?? pages.brand.name;
  const main = html`<h1>${title}</h1>
<form method="post"><input type="hidden" name="lang" value="${language}">
<div class="buttons"><button>${texts.mail.answer}</button></div></form>`;
  return { status: 200, page: framed(pages, { texts, language, languages }, { title, main }) };
};

/** A person has pressed the button: the survey begins, by a link of its own. */
export const postLink =
  (deriveId: DeriveId) =>
  async (pages: Pages, visit: Visit): Promise<Reply> => {
    const { newId, now } = pages;
    const { token, isAnswered = false } = await commitAndPublish(pages, (tx) =>
      openLink(tx, { code: visit.token, deriveId, newId, now: now() }),
    );
    if (isAnswered) return answeredPage(pages, visit);
    if (token === undefined) return closedPage(pages, visit);
    const lang = firstOf(visit.said, 'lang');
    return { goTo: `../${token}${lang === undefined ? '' : `?${new URLSearchParams({ lang })}`}` };
  };
