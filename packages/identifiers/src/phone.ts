import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js';
import { isNotorious } from './notorious.ts';
import { type IdentifierReading, readsNothing } from './reading.ts';
import { subscriberNumber, subscriberOf } from './subscriber-number.ts';
import { asShown, unquoted, withoutPictures } from './text.ts';
import { numbersIn, type WrittenNumber, withoutUri } from './written-number.ts';

/**
 * The phone numbers in a value, in E.164, with an extension as RFC 3966 has it (`;ext=`); several where there are several.
 * Possible numbers alone: letters and text beside a number never become a part of one.
 */
export const readPhones = (text: string, defaultCountry: string): IdentifierReading => {
  const country = countryFrom(defaultCountry);
  const read = (one: WrittenNumber): string | undefined => numberOf(one, country);
  if (isPlain.test(text)) {
    const number = read({ digits: text });
    return number === undefined ? readsNothing('no-phone-number') : { values: [number] };
  }
  if (isOfSeveral.test(text)) return readsNothing('no-phone-number');
  const { numbers, isWhole } = numbersIn(withoutUri(unquoted(withoutPictures(ascii(asShown(text))))), read);
  if (numbers.length === 0) return readsNothing('no-phone-number');
  return isWhole ? { values: numbers } : { values: numbers, unused: 'partly-used' };
};

const countryFrom = (name: string): CountryCode => (isSupportedCountry(name) ? name : 'ES');

/**
 * The number of a text that is nothing but its digits, with a space between them here and there, if that is at rest: with all of the
 * digits and no others but its country code, so that to read it again gives the same. Else `undefined`, whatever it is.
 */
export const plainPhone = (posted: string, defaultCountry: string): string | undefined => {
  if (!isSpaced.test(posted)) return undefined;
  const digits = posted.replaceAll(' ', '');
  if (!isPlain.test(digits) || isNotorious(posted)) return undefined;
  const number = dialled(digits, countryFrom(defaultCountry));
  if (number === undefined || isDummy(number)) return undefined;
  const { number: e164, nationalNumber } = number;
  // What looks made up is told by its country, which several with one code may not agree on: Italy and the Vatican.
  const isAtRest = e164 === digits || (nationalNumber === digits && number.isValid() && !looksMadeUp.test(digits));
  return isAtRest && subscriberNumber(e164) === e164 ? e164 : undefined;
};

const isSpaced = /^\+?[1-9]\d*(?: \d+)*$/;

/** What WhatsApp calls a group, a list or a person whose number it does not tell. */
const isOfSeveral = /@(?:g\.us|lid|hosted\.lid|broadcast|newsletter|call|bot)$/i;

/** How most of them come, so that there is nothing to take apart. */
const isPlain = /^(?:\+[1-9]\d{4,16}|\d{5,17})$/;

/** The zeros of the digits that people type and no normal form makes digits of ASCII: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

const ascii = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? text
    : text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
        const code = digit.charCodeAt(0);
        const zero = zeros.find((zero) => code >= zero && code < zero + 10);
        return zero === undefined ? digit : String(code - zero);
      });

const numberOf = ({ digits, extension }: WrittenNumber, country: CountryCode): string | undefined => {
  const number = dialled(digits, country);
  if (number === undefined || isDummy(number)) return undefined;
  return `${subscriberNumber(number.number)}${extension === undefined ? '' : `;ext=${extension}`}`;
};

/** The number that is dialled: by its country code, with or without + or 00; else one of the default country. */
const dialled = (digits: string, country: CountryCode): PhoneNumber | undefined => {
  if (digits.startsWith('+')) return possible(subscriberNumber(digits), country);
  if (digits.startsWith('00') && !digits.startsWith('0011'))
    return possible(subscriberNumber(`+${digits.slice(2)}`), country);
  const national = possible(subscriberOf(digits, country), country);
  if (national?.isValid()) return national;
  // Many systems leave out the +. A number that short is none of another country.
  const abroad = digits.length >= 11 ? possible(subscriberNumber(`+${digits}`), country) : undefined;
  if (abroad?.isValid()) return abroad;
  return national ?? asDialledElsewhere(digits, country);
};

/** A number as it is dialled where other digits than 00 lead abroad: North America, Australia. */
const asDialledElsewhere = (digits: string, country: CountryCode): PhoneNumber | undefined => {
  const [, rest] = /^0?011([1-9]\d{9,})$/.exec(digits) ?? [];
  const number = rest === undefined ? undefined : possible(subscriberNumber(`+${rest}`), country);
  return number?.isValid() ? number : undefined;
};

const possible = (digits: string, country: CountryCode): PhoneNumber | undefined => {
  const number = parsePhoneNumberFromString(digits, country);
  return number?.isPossible() ? number : undefined;
};

/** What people type who have to type something; and what Twilio sends for a caller who withholds the number. */
const isDummy = (number: PhoneNumber): boolean =>
  withheld.test(number.number) ||
  withheld.test(number.nationalNumber) ||
  /^([019])\1+$/.test(number.nationalNumber) ||
  (looksMadeUp.test(number.nationalNumber) && !number.isValid());

const looksMadeUp = /^(?:(\d)\1+|0?123456789\d?|0?12345678|987654321\d?|(\d{2,4})\2+\d?)$/;

/** The words RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS, UNAVAILABLE on the keys of a telephone. */
const withheld = /^\+?(?:7378742833|2562533|8656696|266696687|86282452253)$/;
