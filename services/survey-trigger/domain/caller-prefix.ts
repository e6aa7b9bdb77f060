import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Whether a number that is called from begins like this: as it was written, or without the code of its country, with or without the zero
 * that is dialled at home.
 */
export const isCalledFrom = (from: string, prefix: string): boolean => {
  const digits = from.replaceAll(/\D/g, '');
  const national = from.startsWith('+') ? parsePhoneNumberFromString(from)?.nationalNumber : undefined;
  const written = national === undefined ? [digits] : [national, `0${national}`];
  return written.some((one) => one.startsWith(prefix));
};
