import { fold, isNoWord, wordsOf } from './text.ts';

const titles = new Set(
  'mr mrs ms miss mx dr dra doctor sir dame lord lady prof rev fr sr sra srta don dona d jr snr jnr ii iii iv esq phd md mba'.split(
    ' ',
  ),
);

const particles = new Set(
  'de del la las el los y i e da do dos das di du des le van von der den ter ten of the bin ibn al'.split(' '),
);

const shortened = new Map([
  ['ma', 'maria'],
  ['mº', 'maria'],
  ['fco', 'francisco'],
  ['fca', 'francisca'],
  ['fdo', 'fernando'],
  ['fdez', 'fernandez'],
  ['fndez', 'fernandez'],
  ['glez', 'gonzalez'],
  ['gzlez', 'gonzalez'],
  ['gcia', 'garcia'],
  ['hdez', 'hernandez'],
  ['mtnez', 'martinez'],
  ['mtez', 'martinez'],
  ['rguez', 'rodriguez'],
  ['rdguez', 'rodriguez'],
  ['rdez', 'rodriguez'],
  ['lpez', 'lopez'],
  ['sanchz', 'sanchez'],
  ['jmenez', 'jimenez'],
  ['ant', 'antonio'],
  ['wm', 'william'],
  ['chas', 'charles'],
  ['geo', 'george'],
  ['jos', 'joseph'],
  ['thos', 'thomas'],
  ['jas', 'james'],
]);

/**
 * The words of a name that tell who it is, in the order in which they stand: without titles, ordinals and particles,
 * and with the usual abbreviations written out. O'Brien, Mac Donald and McDonald are one word each.
 */
export const nameWords = (text: string): string[] => {
  const folded = fold(text.replace(/\([^)]*\)/g, ' '));
  if (isNoWord(folded)) return [];
  const words = wordsOf(folded.replace(/['’`´]/g, '').replace(/\b(mc|mac|o) (?=\p{L}{3})/gu, '$1'));
  const letters = words.filter((word) => !/^\d+$/.test(word)).map((word) => word.replace(/\d+/g, '') || word);
  const telling = letters.filter((word) => !titles.has(word) && !particles.has(word));
  return (telling.length > 0 ? telling : letters).map((word) => shortened.get(word) ?? word);
};

/** A name in one field; before a comma stands the family name. */
export const splitFullName = (text: string): { given: string[]; family: string[]; full: string[] } => {
  const [family, given, ...rest] = text.split(',').map(nameWords);
  return rest.length === 0 && family !== undefined && given !== undefined && given.length > 0 && family.length > 0
    ? { given, family, full: [] }
    : { given: [], family: [], full: nameWords(text.replaceAll(',', ' ')) };
};
