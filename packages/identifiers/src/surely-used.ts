import { isKeyboardRow } from './keyboard.ts';
import { isNotorious } from './notorious.ts';
import { isTwoInOne } from './placeholder.ts';
import { isPlaceholderAddress, noAddress, wordsOfMadeUp } from './placeholder-address.ts';
import { alone, joining, labels, nonsense } from './placeholder-words.ts';
import type { Normaliser } from './reading.ts';

/**
 * Whether a value is surely used as it was posted, as far as can be told in no time; of any other, `readIdentifier` tells.
 * For who sees every interaction and knows no rules. That a number of a usual length is a possible one is taken for granted.
 */
export const isSurelyUsed = (posted: string, normaliser: Normaliser): boolean => checks[normaliser](posted);

/** There is no digit in the words that say nothing. */
const isUsualCode = (posted: string): boolean =>
  /^[a-z0-9][\w-]*$/i.test(posted) && /[1-9]/.test(posted) && !mayBeNothing.test(posted) && !isNotorious(posted);

/** A date, a code that lacks its end, a code with its digits hidden. */
const mayBeNothing = /^\d{1,4}-\d{1,2}-\d{1,4}|(?:undefined|null|nan)$|^xx/i;

/** Whether the first word before the @ is none of which placeholders are made: so it is of nearly everybody. */
const isUsualName = (posted: string): boolean => {
  const word = (/^[a-z]{2,}/i.exec(posted)?.[0] ?? '').toLowerCase();
  return (
    word.length > 1 &&
    !wordsOfPlaceholders.has(word) &&
    !/^(.)\1*$/.test(word) &&
    !isKeyboardRow(word, 3) &&
    !isTwoInOne(word)
  );
};

const wordsOfPlaceholders = new Set(
  [
    ...nonsense,
    ...alone,
    ...labels,
    ...joining,
    ...noAddress,
    ...wordsOfMadeUp,
    'noreply',
    'reply',
    'donotreply',
    'do',
    'mailer',
    'ne',
  ]
    .concat(['noresponder', 'noresponda', 'noresponde', 'responder', 'naoresponda', 'nepasrepondre'])
    .flatMap((phrase) => phrase.split(' ')),
);

const checks: Record<Normaliser, (posted: string) => boolean> = {
  exact: isUsualCode,
  lower: isUsualCode,
  handle: isUsualCode,
  // A separator between any two runs: there is one way to read it, and no time is lost on what is no address.
  email: (posted) =>
    posted.length < 64 &&
    /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,10}$/i.test(posted) &&
    (isUsualName(posted) || !isPlaceholderAddress(posted.toLowerCase())),
  phone: (posted) => /^\+?[1-9][\d ()-]{8,17}$/.test(posted) && !/^\d{4}-/.test(posted),
};
