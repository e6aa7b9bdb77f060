import { hash } from 'node:crypto';
import { asHtml, type Html, html } from '@hilo/runtime/html';
import type { ReceivedMail } from './received.ts';

const style = `:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d5db;--quiet:#535b65;--link:#0b57b8}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#14171a;--line:#3a424b;--quiet:#a9b2bc;--link:#8ab8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
a{color:var(--link);overflow-wrap:anywhere}
ul{list-style:none;margin:1rem 0;padding:0;border-top:1px solid var(--line)}
li{padding:.6rem 0;border-bottom:1px solid var(--line)}
.quiet{color:var(--quiet);margin:0}
iframe{display:block;width:100%;height:52rem;border:1px solid var(--line);background:#fff}
pre{white-space:pre-wrap;unicode-bidi:plaintext;overflow-wrap:anywhere;font:.875rem/1.5 ui-monospace,monospace;border:1px solid var(--line);padding:.75rem;margin:0}
summary{cursor:pointer;font-weight:bold;padding:.5rem 0}`;

/** By what a browser is told which style sheet it may use. */
export const pageStyle = `'sha256-${hash('sha256', style, 'base64')}'`;

const page = (title: string, content: Html, head: Html = html``): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${head}<title>${title}</title>
${asHtml(`<style>${style}</style>`)}
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`);

/** Whoever waits for the first one sees it as soon as it is there. */
const again = html`<meta http-equiv="refresh" content="2">\n`;

export const listPage = (mails: readonly ReceivedMail[]): string =>
  page(
    mails.length === 0 ? 'Mailbox' : `Mailbox (${mails.length})`,
    html`<h1>Mailbox</h1>
<p class="quiet">What Hilo sends on this machine arrives here, and goes nowhere else. <a href="/mailbox">Look again</a></p>
${
  mails.length === 0
    ? html`<p>Nothing yet. A customer of the simulated airline is asked within a minute of the start; this page shows it by itself.</p>`
    : html`<ul>
${mails.map(lineOf)}</ul>`
}`,
    mails.length === 0 ? again : undefined,
  );

const lineOf = ({ id, at, subject, envelope }: ReceivedMail): Html =>
  html`<li><a href="/mailbox/${id}"><bdi>${subject || '(no subject)'}</bdi></a>
<p class="quiet">to ${envelope.to.join(', ')}, ${timeOf(at)}</p></li>
`;

export const mailPage = (mail: ReceivedMail): string =>
  page(
    `${mail.subject} · Mailbox`,
    html`<p class="quiet"><a href="/mailbox">Mailbox</a></p>
<h1><bdi>${mail.subject || '(no subject)'}</bdi></h1>
<p class="quiet">from ${mail.from} to ${mail.envelope.to.join(', ')}, ${timeOf(mail.at)}</p>
<h2>As a browser shows it</h2>
${
  mail.html === undefined
    ? html`<p>It has no HTML.</p>`
    : html`<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mailbox/${mail.id}/html"></iframe>`
}
<h2>As text</h2>
<pre>${withLinks(mail.text)}</pre>
<details>
<summary>Headers</summary>
<pre>${mail.headers.map(({ name, value }) => `${name}: ${value}\n`)}</pre>
<p class="quiet">The servers said: from ${mail.envelope.from || 'nobody'}, to ${mail.envelope.to.join(', ')}.</p>
</details>`,
  );

const withLinks = (text: string): Html =>
  html`${text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((part, n) => (n % 2 === 0 ? part : html`<a href="${part}" target="_blank" rel="noopener">${part}</a>`))}`;

const timeOf = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`;
