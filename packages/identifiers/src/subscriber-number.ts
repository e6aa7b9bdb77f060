/**
 * The one number of a subscriber who has two spellings in E.164: WhatsApp and older systems write Brazilian mobiles without
 * their ninth digit, Mexican ones with a 1 and Argentine ones with a 9 after the country code.
 */
export const subscriberNumber = (e164: string): string => {
  if (!e164.startsWith('+5')) return e164;
  const spelling = spellings.find(([pattern]) => pattern.test(e164));
  return spelling === undefined ? e164 : e164.replace(...spelling);
};

const spellings: readonly [RegExp, string][] = [
  // Anatel: mobiles have nine digits since 2016; what begins with 6 to 9 is one.
  [/^\+55([1-9][1-9])([6-9]\d{7})$/, '+55$19$2'],
  // IFT: since 2019 mobiles are dialled as any other number.
  [/^\+52(?:1|044|045|01)(\d{10})$/, '+52$1'],
  [/^\+549(\d{10})$/, '+54$1'],
];

/** The same of a number without a country code: what Mexico dialled before a mobile or a long-distance number until 2019. */
export const subscriberOf = (digits: string, country: string): string =>
  country === 'MX' ? digits.replace(/^(?:044|045|01)(?=\d{10}$)/, '') : digits;
