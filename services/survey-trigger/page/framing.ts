import { html } from '@hilo/runtime/html';
import { pageLanguage } from '../domain/page/page-language.ts';
import { languagesOf } from '../domain/questions/languages.ts';
import { type Texts, textsIn } from '../domain/texts/texts.ts';
import type { PageLink } from '../store/page-links.ts';
import { hrefOf, type PageStep } from './html/href.ts';
import { confirmation, confirmed, notice, type PageParts, waysOut, whyHtml } from './html/steps.ts';
import { firstOf, type Pages, type Reply, type Visit } from './visit.ts';

/** In which language a page is, and in which others there is the same. */
export type PageWording = { texts: Texts; language: string; languages: readonly string[] };

/** Of a page that knows nobody: as whoever opens it chose, or as the browser says. It says the same whatever the link is. */
export const wordingOfAnybody = ({ brand }: Pages, { said, accepted }: Visit): PageWording => {
  const languages = [...brand.texts.values()].map(({ language }) => language);
  const language = pageLanguage(languages, { chosen: firstOf(said, 'lang'), accepted }, 'en');
  return { texts: textsIn(brand.texts, [language]), language, languages };
};

/** Of a page with questions: in the languages of the programme. */
export const wordingOf = ({ brand }: Pages, { said, accepted }: Visit, link: PageLink): PageWording => {
  const { languages, fallback = 'en' } = languagesOf(link.programme);
  const known = link.response?.language ?? link.language;
  const language = pageLanguage(languages, { chosen: firstOf(said, 'lang'), known, accepted }, fallback);
  return { texts: textsIn(brand.texts, [language, fallback]), language, languages };
};

type Framed = PageParts & { isWrong?: boolean; query?: { q?: string; step?: PageStep } };

/** Who asks, and how pages look. */
export type Frame = Pick<Pages, 'brand' | 'layout'>;

/** A page with why she is asked, the ways out, and the same in other languages. */
export const framed = (frame: Frame, wording: PageWording, framing: Framed, link?: PageLink): string =>
  frame.layout.render(contentOf(frame, wording, framing, link));

/** What such a page says to nobody in particular. */
export const framedBody = (frame: Frame, wording: PageWording, parts: PageParts): string =>
  frame.layout.bodyOf(contentOf(frame, wording, parts));

const contentOf = (
  { brand }: Frame,
  { texts, language, languages }: PageWording,
  { query, ...parts }: Framed,
  link?: PageLink,
) => ({
  ...parts,
  texts,
  footer: html`${link && whyHtml(link, texts, brand, query?.step === 'thanks')}${waysOut(texts, language)}`,
  languages: languages
    .filter((one) => one !== language)
    .map((one) => ({
      language: one.replaceAll('_', '-'),
      name: nameOf(brand.texts, one),
      href: hrefOf({ ...query, lang: one }),
    })),
});

const nameOf = (all: Pages['brand']['texts'], language: string): string => {
  const tag = language.replaceAll('_', '-');
  return all.get(tag.toLowerCase())?.name ?? new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
};

/** The one page of a link that was never given, is used up, or has expired: nobody learns which. */
export const closedPage = (pages: Pages, visit: Visit): Reply => {
  const wording = wordingOfAnybody(pages, visit);
  return { status: 404, page: framed(pages, wording, notice(wording.texts.page.closed)) };
};

/** Of a receipt whose transaction has its answer. */
export const answeredPage = (pages: Pages, visit: Visit): Reply => {
  const wording = wordingOfAnybody(pages, visit);
  const { answered = wording.texts.page.closed } = wording.texts.page;
  return { status: 409, page: framed(pages, wording, notice(answered)) };
};

/** The steps that are the same whatever the link is; nothing, for all others. */
export const stepOfAnybody = (pages: Pages, visit: Visit): Reply | undefined => {
  const step = firstOf(visit.said, 'step');
  const wording = wordingOfAnybody(pages, visit);
  const { texts, language } = wording;
  const page = (query: PageStep, parts: PageParts): Reply => ({
    status: 200,
    page: framed(pages, wording, { ...parts, query: { step: query } }),
  });
  if (step === 'refuse') return page(step, confirmation('refuse', texts, pages.brand, language));
  if (step === 'not-me') return page(step, confirmation('notMe', texts, pages.brand, language));
  if (step === 'refused') return page(step, confirmed('refuse', texts, pages.brand));
  if (step === 'told') return page(step, confirmed('notMe', texts, pages.brand));
  return undefined;
};

/** Something went otherwise than it should: in words, with the ways out. */
export const noticePage = (pages: Pages, visit: Visit, which: 'busy' | 'tooLarge' | 'failed'): string => {
  const wording = wordingOfAnybody(pages, visit);
  return framed(pages, wording, notice(wording.texts.page[which]));
};
