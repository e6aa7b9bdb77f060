import { type Html, html } from '@hilo/runtime/html';
import type { Brand } from '../brand.ts';
import type { MailContent, Tap } from './mail-content.ts';

/** By what a mail names the picture that comes with it. */
export const logoId = 'logo';

const ink = '#1b1f24';
const quiet = '#535b65';
const line = '#d0d5db';
const font = 'font-family:Arial,Helvetica,sans-serif';

type Row = (inner: Html, style?: string) => Html;

/** What stands around whatever a mail says. */
export type Framed = Pick<MailContent, 'texts' | 'subject' | 'why'> & {
  links: Pick<MailContent['links'], 'refuse' | 'notMe'>;
};

/** The mail that asks. */
export const mailHtml = (content: MailContent, brand: Brand): string => {
  const { texts, question, links } = content;
  return framedMail(content, brand, (row) => {
    const said = (text: string | undefined): Html | false => text !== undefined && row(html`${text}`);
    return html`${said(content.reminder)}${said(content.intro)}${row(
      html`<h1 lang="${question.language}" dir="auto" style="margin:0;font-size:20px;line-height:28px">${question.text}</h1>`,
    )}${tapsHtml(content, row)}${row(buttonHtml(texts.mail.answer, links.survey, brand))}${said(content.until)}`;
  });
};

/** One table, since some programs know nothing else; every style stands where it counts, and nothing is loaded from anywhere. */
export const framedMail = ({ texts, subject, why, links }: Framed, brand: Brand, inner: (row: Row) => Html): string => {
  const start = texts.direction === 'rtl' ? 'right' : 'left';
  const row: Row = (one, style = '') =>
    html`<tr><td align="${start}" style="padding:0 16px 16px;${font};font-size:16px;line-height:24px;color:${ink};${style}">${one}</td></tr>\n`;
  const small = `font-size:13px;line-height:20px;color:${quiet}`;
  return String(html`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0;background:#f3f4f6">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${texts.direction}" style="background:#f3f4f6"><tr><td align="center" style="padding:16px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid ${line}">
<tr><td align="${start}" style="padding:16px;background:${brand.colour};${font};font-size:20px;line-height:28px;font-weight:bold;color:${brand.onColour}">${headOf(brand)}</td></tr>
<tr><td style="padding:0 0 24px;line-height:0">&nbsp;</td></tr>
${inner(row)}<tr><td style="padding:0 16px"><hr style="border:0;border-top:1px solid ${line}"></td></tr>
${row(
  html`<h2 style="margin:8px 0 0;font-size:13px;line-height:20px">${texts.mail.why}</h2>
${why.map((one) => html`<p style="margin:4px 0">${one}</p>\n`)}`,
  small,
)}${row(
  html`${linkHtml(texts.mail.refuse, links.refuse)} &nbsp; ${linkHtml(texts.mail.notMe, links.notMe)}`,
  small,
)}</table>
</td></tr></table>
</body>
</html>
`);
};

/** Beside its name, since many programs show no picture before they are asked to. */
const headOf = ({ logo, name }: Brand): Html =>
  html`${logo !== undefined && logo.type !== 'image/svg+xml' && html`<img src="cid:${logoId}" alt="" height="28" style="height:28px;vertical-align:middle;border:0"> `}${name}`;

const perRow = 6;

/** In rows of six, which the narrowest telephone has room for. */
const tapsHtml = ({ texts, taps, ends, question }: MailContent, row: Row): Html => {
  if (taps.length === 0) return html``;
  const hint = row(html`${texts.mail.tap}`);
  if (ends === undefined)
    return html`${hint}${taps.map((tap) => row(html`<span lang="${question.language}" dir="auto">${linkHtml(tap.label, tap.href)}</span>`))}`;
  const rows = Array.from({ length: Math.ceil(taps.length / perRow) }, (_, n) =>
    taps.slice(n * perRow, (n + 1) * perRow),
  );
  const [first, last] = [taps[0]?.label, taps.at(-1)?.label];
  return html`${hint}${row(
    html`<table role="presentation" cellpadding="0" cellspacing="4" border="0">${rows.map(
      (cells) => html`<tr>${cells.map(scoreHtml)}</tr>`,
    )}</table>`,
  )}${row(html`${first} = ${ends.lowest}<br>${last} = ${ends.highest}`)}`;
};

const scoreHtml = ({ label, href }: Tap): Html =>
  html`<td align="center" width="34" style="border:1px solid ${quiet}"><a href="${href}" style="display:block;padding:10px 0;min-width:34px;${font};font-size:16px;line-height:24px;color:${ink};text-decoration:none">${label}</a></td>`;

const buttonHtml = (label: string, href: string, { colour, onColour }: Brand): Html =>
  html`<a href="${href}" style="display:inline-block;padding:10px 24px;background:${colour};color:${onColour};font-weight:bold;text-decoration:none">${label}</a>`;

const linkHtml = (label: string, href: string): Html =>
  html`<a href="${href}" style="color:inherit;text-decoration:underline">${label}</a>`;
