import { hash } from 'node:crypto';
import { alone, joining, labels, nonsense } from './placeholder-words.ts';
import { folded, unescaped, withSpaces } from './text.ts';

/**
 * Whether a whole value stands for nothing: no letter or digit, zero, the words for nothing and for what a field is called,
 * what programs make of nothing, and values that many devices have. Never because of a part of it: `null-7` is an id.
 */
export const isPlaceholder = (posted: string): boolean => {
  const text = unescaped(posted);
  return standsForNothing(posted) || (text !== posted && (text === '' || standsForNothing(text)));
};

const standsForNothing = (text: string): boolean =>
  !/[\p{L}\p{N}]/u.test(text) ||
  isEmptyNumber(text) ||
  isNotorious(text) ||
  (!isPlain.test(text) && leftovers.some((pattern) => pattern.test(text))) ||
  // There is no digit in the words.
  (!/\d/.test(text) && (saysNothing(folded(text)) || saysNothing(folded(withSpaces(text)))));

/** Whether it is words for nothing and for fields alone, such as `not set`, `sin correo`, `unknown caller`, `user_id`. */
export const saysNothing = (words: string): boolean => {
  if (alone.has(words)) return true;
  if (/^(?:null|undefined|nan|none|nil){2,}$|^(\p{L})\1{2,}$/u.test(words)) return true;
  const each = words.split(' ');
  return each.length <= mostWords && isMadeOfPhrases(each, false);
};

/** A longer text is a text. */
const mostWords = 8;
const longestPhrase = 4;

/** Whether the words are known phrases in a row, at least one of which is more than a joining word. */
const isMadeOfPhrases = (words: readonly string[], hasSome: boolean): boolean => {
  if (words.length === 0) return hasSome;
  for (let length = Math.min(longestPhrase, words.length); length > 0; length--) {
    const phrase = words.slice(0, length).join(' ');
    const isFiller = nonsense.has(phrase) || labels.has(phrase);
    if (!isFiller && !joining.has(phrase)) continue;
    if (isMadeOfPhrases(words.slice(length), hasSome || isFiller)) return true;
  }
  return false;
};

/** Zero in every form, also of a UUID; -1 and -999, which stand for “none”. */
const isEmptyNumber = (text: string): boolean =>
  /^[+-]?[{(]?(?:0x)?0[0\s:.,-]*(?:n|e[+-]?0+)?[)}]?$/i.test(text) ||
  /^void[ (]*0\)?$/i.test(text) ||
  /^-(?:1|9{2,})(?:[.,]0+)?$/.test(text);

/** A word, a code or an address: nothing that a language prints for what is no text. */
const isPlain = /^[\w.+-]+(?:@[\w-]+(?:\.[\w-]+)+)?$/;

/** What languages print for what is no text. */
const leftovers = [
  /^(?:\[object [\w ]+\][,;]?\s*)+$/i,
  /^(?:async )?function\b.*[({]/i,
  /^Promise\b.*[{[<]/i,
  /^#?<[\w:.]+(?: object)?(?: at |:)?\s*0x[0-9a-f]+>?$/i,
  /^%!\w?\(.*\)$/,
  /^(?:[a-z]\w*\.)+[A-Z]\w*@[0-9a-f]{4,}$/,
  /^\[(?:[BCDFIJSZ]|L[\w.]+;)@[0-9a-f]{4,}$/,
  /^System\.(?:Object|String\[\]|Byte\[\]|Guid|Collections\b.*)$/i,
  // Errors of spreadsheets, in any language: #REF!, #¡VALOR!, #NAME?
  /^#[¡¿]?[\p{L}/0-9_ ]+[!?]$/u,
  /^#(?:N\/?[ADV]|NV|ND|GETTING_DATA)$/i,
  /^1?\.?#(?:QNAN|IND|INF)$/i,
  /^-?(?:nan|inf|infinity)(?:\([a-z]*\))?$/i,
  /^\\+[N0]$/,
  /^\\*u0000$/i,
];

/** The hashes of nothing: whoever hashes identifiers hashes those that are missing too. */
const hashesOfNothing = [
  '',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  '0',
  'false',
  'unknown',
  'anonymous',
  ' ',
].flatMap((word) => ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) => hash(algorithm, word, 'hex')));

/** Whether it is a value that many have, who have nothing to do with one another. */
export const isNotorious = (text: string): boolean => notorious.has(text.toLowerCase());

/** Values of whole series of devices, ends of number ranges, and identity documents that are printed as examples. */
const notorious = new Set([
  ...hashesOfNothing,
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'ffffffffffffffffffffffffffffffff',
  'ff:ff:ff:ff:ff:ff',
  '02:00:00:00:00:00',
  '9774d56d682e549c',
  '004999010640000',
  '012345678912345',
  '2147483647',
  '-2147483648',
  '4294967295',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '00000000t',
  '00000000-t',
  'x0000000t',
]);
