const shape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A number of up to 15 digits comes back as it was; only a longer one, one with an exponent, or a negative zero may not. */
const maySuffer = (token: string): boolean =>
  token.length > 15 || token.includes('e') || token.includes('E') || token.startsWith('-0');

/**
 * Whether a number that is written so would be written as the same number after it was read. What is no number of JSON
 * passes; the parser refuses it.
 */
export const survives = (token: string): boolean => {
  if (!maySuffer(token) || !shape.test(token)) return true;
  return canonical(token) === canonical(String(Number(token)));
};

/** Sign, digits without zeros at either end, and power of ten: the same for two spellings of one number. */
const canonical = (token: string): string => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = shape.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  const power = kept === '' ? 0 : Number(exponent) - fraction.length + digits.length - kept.length;
  return `${sign}${kept}e${power}`;
};
