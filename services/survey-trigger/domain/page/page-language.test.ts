import { expect, it } from 'vitest';
import { acceptedLanguages, pageLanguage } from './page-language.ts';

it.each([
  [undefined, []],
  ['', []],
  ['es', ['es']],
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', ['fr-CH', 'fr', 'en', 'de']],
  ['en;q=0.1,es', ['es', 'en']],
  ['en;q=0, es;q=0.5', ['es']],
  ['en; q=high, <script>, es ; q=1', ['en', 'es']],
])('reads %s', (header, languages) => {
  expect(acceptedLanguages(header)).toEqual(languages);
});

it('reads no more of a header than anybody means', () => {
  expect(acceptedLanguages(Array.from({ length: 10_000 }, () => 'en').join(','))).toHaveLength(20);
});

const three = ['en', 'es', 'pt-BR'];
it.each([
  [{ chosen: 'es', known: 'en', accepted: 'en' }, 'es'],
  [{ chosen: 'xx', known: 'es-MX', accepted: 'en' }, 'es'],
  [{ known: 'de', accepted: 'de, pt;q=0.5' }, 'pt-BR'],
  [{ known: 'pt_PT' }, 'pt-BR'],
  [{ accepted: 'zh' }, 'en'],
  [{}, 'en'],
])('chooses for %j: %s', (wanted, language) => {
  expect(pageLanguage(three, wanted, 'en')).toBe(language);
});
