import { hash } from 'node:crypto';
import { asHtml, type Html, html } from './html.ts';

/** Of all pages: readable on a telephone, in the dark, and larger; without anything from elsewhere. */
const style = `:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#f3f4f6;--line:#d0d5db;--quiet:#535b65;--link:#0b57b8;--good:#17652f;--bad:#a3141b}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#14171a;--soft:#20252b;--line:#3a424b;--quiet:#a9b2bc;--link:#8ab8ff;--good:#7ddb98;--bad:#ff9d9d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,ul{margin:.5rem 0}
ul{padding-left:1.25rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,pre{font:.875rem/1.5 ui-monospace,monospace}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.375rem;padding:.75rem;margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.lead{color:var(--quiet);margin-top:0}
.state{border-left:.3rem solid;padding:.25rem .75rem;background:var(--soft)}
.ready{border-color:var(--good)}.not-ready{border-color:var(--bad)}
.ready strong{color:var(--good)}.not-ready strong{color:var(--bad)}`;

/** By what a browser is told which style sheet it may use. */
export const styleSource = `'sha256-${hash('sha256', style, 'base64')}'`;

const styleSheet = asHtml(`<style>${style}</style>`);

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Cpath d='M1 4q1.5-4 3 0t3 0' fill='none' stroke='%230b57b8'/%3E%3C/svg%3E";

/** A whole page. */
export const renderPage = ({ title, lang, content }: { title: string; lang: string; content: Html }): string =>
  html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${icon}">
${styleSheet}
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.toString();
