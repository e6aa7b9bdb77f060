import { hash } from 'node:crypto';
import { asHtml, type Html, html } from '@hilo/runtime/html';
import type { Brand } from '../../domain/brand.ts';
import type { Texts } from '../../domain/texts/texts.ts';
import { script } from './script.ts';
import { styleOf } from './style.ts';

/** One page, before it has the company's name and colour. */
export type PageContent = {
  texts: Texts;
  title: string;
  /** Whether an answer was refused: said first, also in the title. */
  isWrong?: boolean;
  main: Html;
  footer?: Html | undefined;
  /** Links to the same in other languages. */
  languages: readonly { language: string; name: string; href: string }[];
};

export type Layout = {
  render(content: PageContent): string;
  /** What a page says, without what it looks like and what it does: to be shown where neither is wanted. */
  bodyOf(content: PageContent): string;
  /** How it looks. */
  style: string;
  /** What a browser may do on these pages: nothing but what is in them, and forms to where they came from. */
  policy: string;
};

const sourceOf = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

/** How all pages of the company look. */
export const openLayout = (brand: Brand): Layout => {
  const style = styleOf(brand);
  const [styleSheet, behaviour] = [asHtml(`<style>${style}</style>`), asHtml(`<script>${script}</script>`)];
  const policy = [
    "default-src 'none'",
    `style-src ${sourceOf(style)}`,
    `script-src ${sourceOf(script)}`,
    'img-src data:',
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const render = ({ texts, title, isWrong = false, main, footer, languages }: PageContent): string =>
    html`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${isWrong && `${texts.page.error}: `}${title} – ${brand.name}</title>
<link rel="icon" href="data:,">
${styleSheet}
</head>
<body>
${inBody(brand, { texts, main, footer, languages })}
${behaviour}
</body>
</html>
`.toString();
  return { render, bodyOf: (content) => inBody(brand, content).toString(), style, policy };
};

type InBody = Pick<PageContent, 'texts' | 'main' | 'footer' | 'languages'>;

const inBody = (brand: Brand, { texts, main, footer, languages }: InBody): Html =>
  html`<header><p>${logoOf(brand)}<bdi>${brand.name}</bdi></p></header>
<main>
${main}
</main>
<footer>
${footer}${languagesOf(texts, languages)}</footer>`;

const logoOf = ({ logo }: Brand): Html | false =>
  logo !== undefined && html`<img src="data:${logo.type};base64,${logo.base64}" alt="">`;

const languagesOf = (texts: Texts, languages: PageContent['languages']): Html | false =>
  languages.length > 0 &&
  html`<nav aria-label="${texts.page.language}"><ul>${languages.map(
    ({ language, name, href }) =>
      html`<li><a href="${href}" lang="${language}" hreflang="${language}">${name}</a></li>`,
  )}</ul></nav>
`;
