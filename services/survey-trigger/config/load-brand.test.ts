import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { textsIn } from '../domain/texts/texts.ts';
import { loadBrand, loadTexts } from './load-brand.ts';

const folder = mkdtempSync(join(tmpdir(), 'brand-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
};

const HILO_PUBLIC_URL = 'https://ask.example.com';
const brand = (content: unknown) => loadBrand({ HILO_BRAND: written('brand.json', content), HILO_PUBLIC_URL });

it('has a sender of the place where people answer, and words to speak, where nothing is said', () => {
  const { name, from, onColour, logo, texts } = loadBrand({ HILO_PUBLIC_URL });
  expect([name, from, onColour, logo]).toEqual(['Hilo', 'surveys@ask.example.com', '#ffffff', undefined]);
  expect([...texts.keys()].toSorted()).toEqual(['ar', 'en', 'es']);
  expect(loadBrand({ HILO_PUBLIC_URL: 'http://localhost:8080' }).from).toBe('surveys@localhost');
});

it('refuses a colour that is hardly seen on white, and one on which nobody can read', () => {
  expect(() => brand({ name: 'Sol', colour: '#ffcc00' })).toThrow(
    /HILO_BRAND .*: colour: is hardly seen on #ffffff: the contrast is 1\.5\d:1, and it takes 3:1/,
  );
  expect(() => brand({ name: 'Sol', colour: '#777777', onColour: '#ffffff' })).toThrow(
    /onColour: is hardly seen on #777777: the contrast is 4\.47:1, and it takes 4\.5:1/,
  );
  // The better of black and white can be read on every colour.
  expect(brand({ name: 'Sol', colour: '#767676' }).onColour).toBe('#000000');
  expect(brand({ name: 'Sol', colour: '#767676', onColour: '#FFFFFF' }).onColour).toBe('#ffffff');
});

it('refuses what is no colour, no time zone and no name, and says all of it', () => {
  expect(() => brand({ name: ' ', colour: 'blue', timeZone: 'Madrid', slogan: 'x' })).toThrow(
    /name: [\s\S]*colour: is no colour such as #0b57b8[\s\S]*timeZone: is no time zone/,
  );
});

it('refuses mails of one domain that lead to another', () => {
  expect(() => brand({ name: 'Sol', from: 'surveys@sol.example' })).toThrow(
    /mails of sol\.example would lead to example\.com/,
  );
  expect(() => brand({ name: 'Sol', from: 'surveys@example.com.evil.example' })).toThrow(/of evil\.example/);
  // Two companies under one public suffix are two.
  expect(() =>
    loadBrand({
      HILO_BRAND: written('brand.json', { name: 'Sol', from: 'a@one.co.uk' }),
      HILO_PUBLIC_URL: 'https://two.co.uk',
    }),
  ).toThrow(/one\.co\.uk would lead to two\.co\.uk/);
  expect(brand({ name: 'Sol', from: 'surveys@mail.example.com' }).from).toBe('surveys@mail.example.com');
});

it('takes the logo from beside the file, and refuses one that would slow down the first page', () => {
  written('logo.png', Buffer.from('png'));
  written('large.svg', Buffer.alloc(4097));
  expect(brand({ name: 'Sol', logo: 'logo.png' }).logo).toEqual({ type: 'image/png', base64: 'cG5n' });
  expect(() => brand({ name: 'Sol', logo: 'large.svg' })).toThrow(/4097 bytes/);
  expect(() => brand({ name: 'Sol', logo: 'none.png' })).toThrow(/none\.png cannot be read \(ENOENT\)/);
  expect(() => brand({ name: 'Sol', logo: 'logo.exe' })).toThrow(/is no \.png/);
});

it('speaks other languages by a file of the operator, which may also say one text otherwise', () => {
  const { language: _language, ...french } = { ...textsIn(loadTexts(), ['en']), name: 'Français' };
  const texts = loadTexts(written('texts.json', { fr: french, es: { mail: { answer: 'Responder' } } }));
  expect(textsIn(texts, ['fr-CA']).name).toBe('Français');
  const { mail, name } = textsIn(texts, ['es_MX']);
  expect([name, mail.answer, mail.refuse]).toEqual(['Español', 'Responder', 'No me pregunten más']);
  expect(textsIn(texts, ['de', 'ar']).direction).toBe('rtl');
  expect(textsIn(texts, ['de']).language).toBe('en');
});

it('says which text is missing, in which language, and which says too little or too much', () => {
  const { language: _language, ...french } = textsIn(loadTexts(), ['en']);
  const { refuse: _refuse, ...mail } = french.mail;
  const file = written('texts.json', {
    fr: { ...french, mail: { ...mail, until: 'Bientôt.', tap: '{score}' } },
    es: { mail: { answr: 'Responder' } },
    'x!': {},
  });
  expect(() => loadTexts(file)).toThrow(/fr\.mail\.refuse: is missing/);
  expect(() => loadTexts(file)).toThrow(/fr\.mail\.until: does not say \{until\}/);
  expect(() => loadTexts(file)).toThrow(/fr\.mail\.tap: says \{score\}, which is nothing here/);
  expect(() => loadTexts(file)).toThrow(/es\.mail: .*answr/);
  expect(() => loadTexts(file)).toThrow(/x!: is no/);
  expect(() => loadTexts(written('texts.json', []))).toThrow(/is no object of texts by language/);
});
