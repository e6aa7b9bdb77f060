import { fold, isNoWord, plainText } from './text.ts';

/** Kinds of streets, in the forms in which they are abbreviated: they tell little, and are left out or written in many ways. */
const kinds = new Set(
  (
    'street st str road rd avenue ave av avda avinguda lane ln drive drv dr court ct crt close cl crescent cres cr place pl plaza pza plza ' +
    'square sq terrace tce ter way wy circuit cct boulevard blvd calle c carrer paseo pso ps camino cno carretera ctra ronda ' +
    'rda travesia trva trav pasaje psje urbanizacion urb glorieta gta rambla rbla via highway hwy parade pde grove gr de del la las los el the of'
  ).split(' '),
);

export type Street = { street?: string | undefined; streetNumber?: string | undefined };

/** The name of a street without its kind, and the number if it stands in the same field. */
export const readStreet = (text: string, number: string): Street => {
  const plain = plainText(text);
  const given = readNumber(number);
  if (plain === undefined) return { streetNumber: given };
  const words = plain.split(' ');
  const inside = words.find((word) => /^\d+[a-z]?$/.test(word));
  const named = words.filter((word) => (given === undefined ? word !== inside : true) && !kinds.has(word));
  return { street: named.length > 0 ? named.join(' ') : plain, streetNumber: given ?? inside };
};

const readNumber = (text: string): string | undefined => {
  const folded = fold(text);
  return isNoWord(folded)
    ? undefined
    : folded.replace(/^(n|no|num|numero|nr)[ .º°]*(?=\d)/, '').replace(/[^a-z0-9]/g, '');
};

/** A postcode in letters and digits. */
export const readPostcode = (text: string): string | undefined => {
  const folded = fold(text).replace(/\.0$/, '');
  const code = folded.replace(/[^a-z0-9]/g, '');
  return isNoWord(folded) || /^(0+|9+)$/.test(code) ? undefined : code;
};

/** f, m, or as it is written. */
export const readGender = (text: string): string | undefined => {
  const plain = plainText(text);
  if (plain === undefined || plain === 'u' || plain === '0') return undefined;
  if (/^(f|female|woman|w|mujer|femenino|femenina|girl)$/.test(plain)) return 'f';
  return /^(m|male|man|h|v|hombre|varon|masculino|boy)$/.test(plain) ? 'm' : plain;
};
