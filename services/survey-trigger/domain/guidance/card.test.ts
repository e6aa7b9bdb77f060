import { wordingFor } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { loadGuidanceCards } from '../../config.ts';
import { GuidanceCard } from './card.ts';

const card = {
  id: 'flight-delayed',
  situation: { begins: { kinds: ['flight_delayed'] }, lastsMinutes: 60 },
  roles: ['gate-agent'],
  wordings: { es: { title: 'Retraso', text: 'Dígalo.' }, 'en-GB': { title: 'Delay', text: 'Say it.' } },
};

it.each([
  ['a picture that is no https', { picture: 'http://example.org/a.png' }, 'picture'],
  ['a video that runs something', { video: 'javascript:alert(1)' }, 'video'],
  ['an attachment with a password', { attachment: 'https://ana:secret@example.org/a.pdf' }, 'attachment'],
  ['no language', { wordings: {} }, 'wordings'],
  ['nobody for whom it is', { roles: [] }, 'roles'],
  ['a situation of anything', { situation: { begins: {}, lastsMinutes: 60 } }, 'situation.begins'],
  ['a situation without an end', { situation: { begins: card.situation.begins } }, 'situation.lastsMinutes'],
])('refuses %s, and names the field', (_, fields, path) => {
  const { error } = GuidanceCard.safeParse({ ...card, ...fields });
  expect(error?.issues.map((one) => one.path.join('.'))).toEqual([path]);
});

it('is worded in the language that is wanted, or nearly, or else in English, in whichever order a table keeps them', () => {
  const said = GuidanceCard.parse({ ...card, picture: 'https://example.org/a.png' });
  const languages = ['es', 'es-MX', 'en', 'en_GB', 'fr', undefined].map(
    (one) => wordingFor(said.wordings, one)?.language,
  );
  expect(languages).toEqual(['es', 'es', 'en-GB', 'en-GB', 'en-GB', 'en-GB']);
  const es = { title: 'Retraso', text: 'Dígalo.' };
  for (const wordings of [
    { es, de: es },
    { de: es, es },
  ])
    expect(wordingFor(wordings, 'fr')?.language).toBe('de');
  // Who reads it first, then of whom it is.
  expect(wordingFor(said.wordings, 'fr', 'en')?.language).toBe('en-GB');
  expect(wordingFor({}, 'en')).toBeUndefined();
});

it('is shipped with cards for the simulated airline', () => {
  expect(loadGuidanceCards().length).toBeGreaterThan(1);
});
