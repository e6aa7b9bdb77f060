import type { Email } from './record.ts';
import { fold, isNoWord } from './text.ts';

/** An e-mail address without what follows a plus; `undefined` for what is none or nobody's own. */
export const readEmail = (text: string): Email | undefined => {
  const folded = fold(text).replaceAll(' ', '');
  if (isNoWord(folded)) return undefined;
  const at = folded.lastIndexOf('@');
  const local = (at < 0 ? folded : folded.slice(0, at)).replace(/\+.*$/, '');
  if (local === '' || /^(no-?reply|none|test|noemail|sinemail|notiene|no|nomail|unknown)$/.test(local))
    return undefined;
  return { whole: local + (at < 0 ? '' : folded.slice(at)), local };
};

/** The last nine digits of a telephone number, which leave out the country's; `undefined` for one digit repeated. */
export const readPhone = (text: string): string | undefined => {
  const digits = text.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '').slice(-9);
  return digits.length < 5 || /^\d?(\d)\1+$/.test(digits) || digits === '123456789' ? undefined : digits;
};

/** An identity number in letters and digits; `undefined` for one digit repeated. */
export const readNationalId = (text: string): string | undefined => {
  const folded = fold(text);
  const id = folded.replace(/[^a-z0-9]/g, '').replace(/^0+/, '');
  return isNoWord(folded) || id.length < 3 || /^(.)\1+[a-z]?$/.test(id) || /^123456789?0?$/.test(id) ? undefined : id;
};
