declare const isHtml: unique symbol;

/** Text that a browser may read as it is: made by `html`, and by nothing else. */
export type Html = { readonly [isHtml]: true; toString(): string };

/** What may stand in a template: what is no `Html` is shown as the text that it is; `undefined` and `false` as nothing. */
export type Shown = Html | string | number | undefined | false | readonly Shown[];

const made = new WeakSet<object>();

/** A piece of a page. Whatever is put into it is escaped, for text and for attributes in double quotes, unless it is such a piece. */
export const html = (parts: TemplateStringsArray, ...values: readonly Shown[]): Html =>
  asHtml(parts.reduce((text, part, n) => text + show(values[n - 1]) + part));

/** What nobody outside has written, such as a style sheet. */
export const asHtml = (text: string): Html => {
  const piece: Html = Object.freeze(Object.assign(Object.create(null), { toString: () => text }));
  made.add(piece);
  return piece;
};

const show = (value: Shown): string => {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  if (Array.isArray(value)) return value.map(show).join('');
  // What was posted may look like a piece, and is none.
  return made.has(value) ? value.toString() : escaped(String(value));
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? '');
