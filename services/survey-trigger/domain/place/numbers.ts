import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What a telephone number says of where who has it may be. */
export type NumberPlace = {
  /** The countries that it may be of; none for a number of no country. */
  countries: readonly string[];
  /** The zones of a landline whose prefix is of one part of its country. */
  zones: readonly string[];
};

/** Numbers that anybody may have anywhere: what is in their metadata is a guess. */
const ofNoPlace: ReadonlySet<string> = new Set([
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'VOIP',
  'UAN',
  'PAGER',
  'VOICEMAIL',
]);

/** Landlines whose prefix says more than their country does. A mobile moves with whoever has it, and says no more than that. */
const landlines: readonly [RegExp, readonly string[]][] = [
  [/^\+34[89](?:22|28)\d{6}$/, ['Atlantic/Canary']],
  [/^\+34[89]\d{8}$/, ['Europe/Madrid', 'Africa/Ceuta']],
  [/^\+351291\d{6}$/, ['Atlantic/Madeira']],
  [/^\+35129[256]\d{6}$/, ['Atlantic/Azores']],
  [/^\+3512\d{8}$/, ['Europe/Lisbon']],
  [/^\+5568[2-5]\d{7}$/, ['America/Rio_Branco', 'America/Eirunepe']],
  [/^\+5569[2-5]\d{7}$/, ['America/Porto_Velho']],
  [/^\+55(?:92|97)[2-5]\d{7}$/, ['America/Manaus', 'America/Eirunepe']],
  [/^\+5595[2-5]\d{7}$/, ['America/Boa_Vista']],
  [/^\+556[56][2-5]\d{7}$/, ['America/Cuiaba']],
  [/^\+5567[2-5]\d{7}$/, ['America/Campo_Grande']],
  [/^\+5581[2-5]\d{7}$/, ['America/Recife', 'America/Noronha']],
  [/^\+55[1-9]\d[2-5]\d{7}$/, ['America/Sao_Paulo']],
];

const nowhere: NumberPlace = { countries: [], zones: [] };

/** Where who has this number (E.164) may be, as far as the number says it. */
export const placeOfNumber = (number: string): NumberPlace => {
  const parsed = parsePhoneNumberFromString(number);
  const type = parsed?.getType();
  if (parsed === undefined || (type !== undefined && ofNoPlace.has(type))) return nowhere;
  const countries = parsed.country === undefined ? parsed.getPossibleCountries() : [parsed.country];
  const isLandline = type === 'FIXED_LINE';
  return { countries, zones: (isLandline && landlines.find(([prefix]) => prefix.test(number))?.[1]) || [] };
};
