const shape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Of so many characters, no number without an exponent is beyond what is kept exactly. */
const harmlessLength = 15;

/**
 * Whether reading a number would lose digits that count: whether it is a whole number past 2^53 that does not come back as
 * it was written. Of fractions, the nearest number is as good as what was written, as everywhere. What is no number of JSON
 * loses nothing; the parser refuses it.
 */
export const losesDigits = (token: string): boolean => {
  if (token.length <= harmlessLength) return false;
  const value = Number(token);
  if (!Number.isFinite(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER || !shape.test(token)) return false;
  const { isWhole, spelling } = canonical(token);
  return isWhole && spelling !== canonical(String(value)).spelling;
};

/** Whether a number is beyond all that a number can be. */
export const isTooLarge = (token: string): boolean =>
  (token.length > harmlessLength || /e/i.test(token)) && shape.test(token) && !Number.isFinite(Number(token));

/** Sign, digits without zeros at either end, and power of ten: the same for two spellings of one number. */
const canonical = (token: string): { isWhole: boolean; spelling: string } => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = shape.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - kept.length;
  return { isWhole: power >= 0, spelling: `${sign}${kept}e${power}` };
};
