import fc from 'fast-check';
import { expect, it } from 'vitest';
import { homeHtml } from './home.ts';
import { html, type Shown } from './html.ts';
import { problemPage } from './pages.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '!', '-', 'script', 'onerror=', ' ', '&lt;', '`', '${'),
  }),
);

/** What a browser reads of text and of an attribute. */
const read = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Which elements a page has, with their attributes. */
const tagsOf = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];

it('shows whatever is put into a page as the text that it is, and as nothing else', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = String(html`<p title="${text}">${text}</p>`);
      const [, attribute, content] = /^<p title="([^"<>]*)">([^<>"]*)<\/p>$/s.exec(shown) ?? [];
      expect([read(attribute ?? ''), read(content ?? '')]).toEqual([text, text]);
    }),
    { numRuns: 20_000 },
  );
});

it('takes for a piece of a page what was made as one, and not what was posted and looks like one', () => {
  const posted: Shown = JSON.parse('["<i>", { "html": "<b>" }]');
  expect(String(html`${posted}`)).toBe('&lt;i&gt;[object Object]');
  const forged = Object.create(html`<b>`, { toString: { value: () => '<script>' } });
  expect(String(html`${forged}`)).toBe('&lt;script&gt;');
  expect(String(html`${[html`<b>${'<'}</b>`, undefined, false, 0]}`)).toBe('<b>&lt;</b>0');
});

it('has the same elements on the page at / and on that of a problem, whatever a service, a fault and an address are called', () => {
  const home = (text: string) =>
    homeHtml({
      services: [{ name: text, does: text, firstCall: { path: text, body: text } }],
      docs: 'open',
      metrics: 'off',
      address: text,
      fault: text,
    });
  const problem = (text: string) =>
    problemPage({
      type: text,
      title: text,
      status: 400,
      detail: text,
      errors: [{ path: text, pointer: text, message: text }],
    });
  fc.assert(
    fc.property(hostile, (text) => {
      expect(tagsOf(home(text))).toEqual(tagsOf(home('a')));
      expect(tagsOf(problem(text))).toEqual(tagsOf(problem('a')));
    }),
    { numRuns: 2000 },
  );
});
