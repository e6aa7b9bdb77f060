import { isValidPhoneNumber } from 'libphonenumber-js';

/** A number as somebody wrote it: its digits, with + where there was one, and its extension. */
export type WrittenNumber = { digits: string; extension?: string };

type Read = (one: WrittenNumber) => string | undefined;

/** The numbers in a text, each read, and whether all of the text that has digits is in them. */
export const numbersIn = (text: string, read: Read): { numbers: string[]; isWhole: boolean } => {
  const withTail = numberWithTail(text, read);
  if (withTail !== undefined) return { numbers: [withTail], isWhole: true };
  for (const parts of waysToPart(text)) {
    const found = parts.map((part) => {
      const one = writtenNumber(part);
      return one && read(one);
    });
    const numbers = [...new Set(found.filter((number) => number !== undefined))];
    if (numbers.length > 0)
      return { numbers, isWhole: found.every((number, at) => number || !/\d/.test(parts[at] ?? '')) };
  }
  return { numbers: [], isWhole: true };
};

/**
 * A number with a few digits after it that are no part of it, as those of an extension: `911234567-101`. Where they can be a part,
 * as in Germany, they are.
 */
const numberWithTail = (text: string, read: Read): string | undefined => {
  const [, digits, extension] =
    /^(\+?[\d ()]*\d)(?:\s?[-–]\s?|\s?\(|,\s?|;|\/)(?!0+\)?$)(\d{3,5})\)?$/.exec(text) ?? [];
  if (digits === undefined || extension === undefined) return undefined;
  const one = writtenNumber(digits);
  const main = one && read(one);
  if (one === undefined || main === undefined || !isValidPhoneNumber(main)) return undefined;
  const whole = writtenNumber(text);
  const isPart = whole?.extension === undefined && whole !== undefined && read(whole)?.startsWith(main);
  return isPart ? undefined : read({ ...one, extension });
};

/** As one number, but where a separator stands between two; then by whatever may part two. */
const waysToPart = function* (text: string): Generator<string[]> {
  const slashed = text.split('/').map((part) => part.trim());
  const isShortTail = slashed.length > 1 && digitsIn(slashed.at(-1) ?? '') <= 2;
  if (slashed.length > 1 && (isShortTail || slashed.every((part) => digitsIn(part) >= 7))) yield slashed;
  else yield [text];
  yield text
    .split(
      /[,;|\n\\]|:::|\/\/|<br ?\/?>|\s+(?:o bien|bzw\.?|y|e|o|ó|u|and|or|und|oder|et|ou|[-–—&/+])\s+|(?<=\d)(?=\+\d{7})/i,
    )
    .map((part) => part.trim());
  const spaced = text
    .replace(/\(\p{L}[\p{L}\s.]*\)/gu, '')
    .trim()
    .split(/[\s-]+/);
  if (spaced.every((part) => digitsIn(part) >= 7)) yield spaced;
};

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** The number that a text is, and nothing but it: a label before it and a comment in brackets after it may be. */
const writtenNumber = (text: string): WrittenNumber | undefined => {
  const [, body = '', extension] = withoutWords(text).match(withExtension) ?? [];
  const digits = digitsOf(withoutDecimals(body));
  return digits === undefined ? undefined : { digits, ...(extension !== undefined && { extension }) };
};

const labels =
  'tel|telf?|tlf|tfno|tfn|phone|phone number|telephone|teléfono|telefono|telefon|téléphone|telefone|telefonnummer|rufnummer|mobile|mobil|mob|móvil|movil|cell|cell ?phone|cellulare|' +
  'celular|cel|handy|portable|telemóvel|telemovel|home|work|office|main|other|private|business|casa|trabajo|oficina|privat|dienstlich|geschäftlich|bureau|domicile|ufficio|' +
  'whatsapp|wa|sms|t|m|p|h|w|fijo|fix|festnetz|fixe|fisso|fixo|número|numero|nummer|number|nº';
const before = new RegExp(`^(?:(?:${labels})[\\s.:=]*){1,3}(?=[+(\\d])`, 'iu');
const after = new RegExp(`\\s*(?:\\(\\p{L}[\\p{L}\\s.]*\\)|\\s[-–—]?\\s*(?:${labels}))$`, 'iu');

/** What is dialled before a number to keep one's own from being shown, or to show it: GSM, North America. */
const withholding = /^(?:[*#]31#|\*(?:67|82))\s*(?=[+(\d])/;

const withoutWords = (text: string): string =>
  text
    .replace(withholding, '')
    .replace(/^[[<{\s=~"']+|[\]>}\s,;:!"']+$|(?<=\d)\.+$/g, '')
    .replace(/^\(\p{L}[\p{L}\s.]*\)\s*/u, '')
    .replace(before, '')
    .replace(after, '');

const extensions =
  ';ext=|extens[iã][oóò]n?|extens[aã]o|extens|exten|ext\\.?n|ext|anexo|interno|int|poste|ramal|durchwahl|durchw|dw|apparat|app|nebenstelle|nst|toestel|tst|anknytning|wewn?|dahili|lokal|local|доб|вн|内線|分机|分機|내선|x|#|~|\\*|p|w|,{2,}';
const withExtension = new RegExp(
  `^(.*?\\d\\D*?)(?:[\\s,;([-]*(?:${extensions})\\s*[.:=]?\\s*(?:n[ºo°]\\.?)?\\s*#?(\\d{1,7})[)\\]]?#?)?$`,
  'isu',
);

/** A spreadsheet that takes numbers for amounts puts `.0` after them. */
const withoutDecimals = (body: string): string => body.trim().replace(/^([+]?[\d ]+)[.,]0{1,2}$/, '$1');

/** The digits of what is nothing but digits and what is written between them. */
const digitsOf = (body: string): string | undefined => {
  if (!/^[+\s(]*[\d\s().\-\p{Pd}\u2212\u30fc_/·'’,]+$/u.test(body)) return undefined;
  if (body.includes(',') && !/^\+?\d{1,3}(?:,\d{3})+$/.test(body)) return undefined;
  const [, plus = '', rest = ''] = body.match(/^[\s(]*((?:\+[\s(]*)*)(.*)$/s) ?? [];
  const isAbroad = plus !== '' || rest.startsWith('00');
  const digits = withoutTrunkZero(rest, isAbroad).replace(/\D/g, '');
  if (digits === '') return undefined;
  return plus === '' ? digits : `+${digits.replace(/^00/, '')}`;
};

/** `(0)` is dialled within the country alone; in Italy and a few others the zero is a part of the number. */
const withoutTrunkZero = (rest: string, isAbroad: boolean): string =>
  isAbroad && !/^(?:00)?[\s(]*(?:39|378|225|241|242)/.test(rest) ? rest.replace(/\(\s*0\s*\)/, '') : rest;

/** The number of an address: `tel:`, `whatsapp:`, `sip:`, `wa.me/`, and the ids of chats in WhatsApp. */
export const withoutUri = (posted: string): string => {
  const inside = /^[^<>]*<((?:sips?|tel):[^<>]+)>/i.exec(posted)?.[1] ?? posted;
  const text = /%2B|%20/i.test(inside)
    ? inside.replace(/%2B/gi, '+').replace(/%20/g, ' ')
    : inside.replace(/^00(?=\+)/, '');
  const chat = text.match(/^(\d{7,15})(?:\.\d+)?(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i)?.[1];
  if (chat !== undefined) return `+${chat}`;
  const link = text.match(
    /^(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=|whatsapp:\/\/send\/?\?phone=)\+?(\d{7,15})(?:[?&/].*)?$/i,
  )?.[1];
  if (link !== undefined) return `+${link}`;
  const sip = text.match(/^sips?:(\+?\d{5,})(?:[;@].*)?$/i)?.[1];
  if (sip !== undefined) return sip;
  const bare = text.replace(/^(?:tel|callto|phone|sms|smsto|whatsapp|facetime):(?:\/\/)?/i, '');
  const context = bare.match(/^(\d[\d().-]*);phone-context=(\+\d+)/i);
  if (context) return `${context[2]}${context[1]}`;
  return bare === text ? text : bare.replace(/;(?!ext=)[^;]*/gi, '').replace(/%2B/i, '+');
};
