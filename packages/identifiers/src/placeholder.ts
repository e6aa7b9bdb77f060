import { isCasualBuyer } from './casual-buyer.ts';
import { isDate } from './dates.ts';
import { isKeyboardRow } from './keyboard.ts';
import { leftovers } from './leftovers.ts';
import { isNotorious } from './notorious.ts';
import {
  alone,
  aloneAsSpelled,
  done,
  joining,
  labels,
  nonsense,
  withoutAnything,
  withoutSomething,
} from './placeholder-words.ts';
import { folded, lowered, unescaped, withSpaces } from './text.ts';

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
  isMasked(text) ||
  isDate(text) ||
  ((!isPlain.test(text) || namesType.test(text)) && leftovers.some((pattern) => pattern.test(text))) ||
  // There is no digit in the words.
  (!/\d/.test(text) &&
    (saysNothing(folded(text)) || saysNothing(folded(withSpaces(text))) || aloneAsSpelled.has(lowered(text))));

/** Whether it is words for nothing and for fields alone, such as `not set`, `sin correo`, `unknown caller`, `user_id`. */
export const saysNothing = (words: string): boolean => {
  if (/^(\p{L})\1{2,}$/u.test(words)) return true;
  if (!words.includes(' ')) return isKeyboardRow(words, 4) || (beginsAsPhrase(words) && isPhrase(words));
  if (alone.has(words)) return true;
  const each = words.split(' ');
  return each.length <= mostWords && (sayNothing(each) || isCasualBuyer(each, saysWhatIsNot));
};

const sayNothing = (words: readonly string[]): boolean => isMadeOfPhrases(words, false) || saysThatItIsMissing(words);

/** Of who buys, whatever comes after a word such as `without`: `Khách hàng không lấy hóa đơn`. */
const saysWhatIsNot = (words: readonly string[]): boolean => sayNothing(words) || withoutAnything.has(words[0] ?? '');

const isNonsense = (word: string): boolean => nonsense.has(word);

const isPhrase = (word: string): boolean =>
  alone.has(word) ||
  isNonsense(word) ||
  labels.has(word) ||
  /^(?:null|undefined|nan|none|nil){2,}$/.test(word) ||
  isTwoInOne(word);

/** A word such as `without`, and one or two for what is not there; before it may be what a field is called. */
const saysThatItIsMissing = (words: readonly string[]): boolean => {
  const at = words.findIndex((word) => !labels.has(word));
  return at >= 0 && isMissing(words.slice(at));
};

const isMissing = ([first = '', ...rest]: readonly string[]): boolean =>
  rest.length > 0 &&
  rest.length <= 2 &&
  (withoutAnything.has(first) ||
    (withoutSomething.has(first) && rest.every((word) => done.has(word) || labels.has(word) || joining.has(word))) ||
    (rest.length === 2 && withoutSomething.has(`${first} ${rest[0]}`) && labels.has(rest[1] ?? '')));

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

/** Two words that are written as one, such as `notloggedin`, `testuser`, `sincorreo`. */
const isTwoInOne = (word: string): boolean => {
  if (word.length > longestWord || !endings.has(three(word, word.length - 3))) return false;
  if (closedUp.has(word)) return true;
  for (let at = 3; at <= Math.min(word.length - 4, longestFirst); at++) {
    const first = word.slice(0, at);
    const isNothing = isNonsense(first);
    if (!isNothing && (at < 4 || !labels.has(first))) continue;
    const second = word.slice(at);
    if (nonsense.has(second) || (isNothing && labels.has(second))) return true;
  }
  return false;
};

const longestWord = 32;
const longestFirst = 14;

/** Three signs as one number: to look up a new text takes ten times as long, and most words begin as no phrase does. */
const three = (text: string, at: number): number =>
  (text.charCodeAt(at) << 14) ^ (text.charCodeAt(at + 1) << 7) ^ text.charCodeAt(at + 2);
const wordsInOne = [...nonsense, ...labels, ...alone].map((phrase) => phrase.replaceAll(' ', ''));
const beginnings = new Set(wordsInOne.map((word) => three(word, 0)));
const endings = new Set(wordsInOne.map((word) => three(word, word.length - 3)));
const beginsAsPhrase = (word: string): boolean => beginnings.has(three(word, 0));

/** The phrases of several words without their spaces, where they are long enough to be no other word. */
const closedUp = new Set(
  [...nonsense]
    .filter((phrase) => phrase.includes(' '))
    .map((phrase) => phrase.replaceAll(' ', ''))
    .filter((word) => word.length >= 6),
);

/** What somebody has hidden the middle of: `****1234`, `e***a`; and the form of a code, of which every letter is an x. */
const isMasked = (text: string): boolean =>
  /[*•●∙]{2}/.test(text) || /^x{2,}(?:[-\s.][4xy]x+)*$|^(?:x{2,}[-\s.])+x*\d{4}$/i.test(text);

/** Zero in every form, also of a UUID; -1 and -999, which stand for “none”. */
const isEmptyNumber = (text: string): boolean =>
  /^[+-]?[{(]?(?:0x)?0[0\s:.,-]*(?:n|e[+-]?0+)?[)}]?$/i.test(text) ||
  /^void[ (]*0\)?$/i.test(text) ||
  /^-0*(?:1|9{2,})(?:[.,]0+)?$/.test(text);

/** A name within another, as types have it. */
const namesType = /\.[A-Z]/;

/** A word, a code or an address: nothing that a language prints for what is no text. */
const isPlain = /^[\w.+-]+(?:@[\w-]+(?:\.[\w-]+)+)?$/;
