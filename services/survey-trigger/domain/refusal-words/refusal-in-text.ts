import { ownWords, plainSpelling } from './own-words.ts';
import { limitations, phrases } from './phrases.ts';
import { fillers, resumingWords, strongWords, weakWords } from './words.ts';

/** What somebody says of being contacted, in a message of hers. */
export type RefusalInText = {
  isRefusal: boolean;
  /** In which words of hers, as proof. */
  words: string[];
  /** She asks for what she ended before, which is no consent by itself: it does not say to what. */
  isResuming: boolean;
};

/** Who wants no more of it says so before. */
const mostCharacters = 5000;
/** In a text that is longer, a word between two full stops is no message of its own. */
const mostWordsOfShortText = 20;
const mostWordsOfQuotingText = 25;

/**
 * Whether somebody who was asked wants no more of it, by SMS, WhatsApp or e-mail. A word such as STOP counts where it stands alone: as the
 * message, as a line, or, in a short text, as a sentence. Requests count anywhere, unless they are limited (not before ten), said of others,
 * or quoted in a longer text.
 */
export const refusalInText = (text: string): RefusalInText => {
  const plain = plainSpelling(ownWords(text.slice(0, mostCharacters)));
  const words = [...aloneIn(plain), ...requestsIn(withoutSpeech(plain))];
  const isResuming = words.length === 0 && resumingWords.includes(withoutFillers(plain));
  return { isRefusal: words.length > 0, words: [...new Set(words)], isResuming };
};

const aloneIn = (plain: string): string[] => {
  const whole = withoutFillers(plain);
  if (weakWords.includes(whole)) return [whole];
  const parts = [plain, ...plain.split('\n'), ...(countWords(plain) <= mostWordsOfShortText ? sentencesIn(plain) : [])];
  return parts.map(withoutFillers).filter((part) => strongWords.includes(part) || isRepeated(part));
};

const sentencesIn = (plain: string): string[] => plain.split(/[.!?;\n]+/);

const withoutFillers = (part: string): string => {
  const bare = part
    .replaceAll(/[^\p{L}\p{N}' -]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return fillers.includes(bare) ? bare : bare.replaceAll(aroundFillers, '').trim();
};

const anyFiller = fillers.toSorted((one, other) => other.length - one.length).join('|');
const aroundFillers = new RegExp(`^(?:(?:${anyFiller})\\s+)+|(?:\\s+(?:${anyFiller}))+$`, 'g');

/** STOP STOP STOP. */
const isRepeated = (part: string): boolean => {
  const all = part.split(' ');
  return all.length > 1 && new Set(all).size === 1 && strongWords.includes(all[0] ?? '');
};

const requestsIn = (plain: string): string[] =>
  phrases.flatMap((phrase) => {
    const found = phrase.exec(plain);
    if (found === null) return [];
    const rest = plain.slice(found.index + found[0].length);
    return limitations.some((limit) => limit.test(rest)) ? [] : [found[0].trim()];
  });

/** What others said: who tells of it at length does not say it herself. */
const withoutSpeech = (plain: string): string =>
  countWords(plain) < mostWordsOfQuotingText && !/".+" \S+ \S+/.test(plain)
    ? plain
    : plain.replaceAll(/"[^"]*"/g, '""').replaceAll(spokenByOthers, ' ');

const spokenByOthers =
  /\b(?:said|told me|shouted|says|yelled|grit[oó] que|dijo que|me dijo)\s+(?:to |that |dejara de |me )?[^.,;]*/g;

const countWords = (plain: string): number => plain.split(/\s+/).length;
