import { isPlaceholderAddress } from './placeholder-address.ts';
import { type IdentifierReading, readsNothing } from './reading.ts';
import { lowered, unquoted } from './text.ts';

/** A code as its system writes it: without quotes, without the `.0` of a spreadsheet; a UUID in one of its spellings. */
export const readCode = (text: string): IdentifierReading => {
  const code = asCode(text);
  return lacksItsEnd.test(code) || (isAddress.test(code) && isPlaceholderAddress(lowered(code)))
    ? readsNothing('placeholder')
    : { values: [code] };
};

/** The same without regard to case. */
export const readLowerCode = (text: string): IdentifierReading => {
  const { values, unused } = readCode(text);
  return unused === undefined ? { values: values.map(lowered) } : readsNothing(unused);
};

/** A code made of several, of which the last, which says who, was missing: `shop12-undefined`. `null-7` is an id as any other. */
const lacksItsEnd = /[-_:/|#](?:undefined|\[object Object\])$|(?:[:/|#]|\d[-_])(?:null|NaN)$/i;

/** Many systems have an address for an id, and say with `null@null.com` as little by it. */
const isAddress = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;

const asCode = (text: string): string => {
  const code = unquoted(text).replace(/^(\d+)\.0$/, '$1');
  return uuid.exec(code)?.[1]?.toLowerCase() ?? code;
};

/** RFC 9562: its digits are written in lower case, and read in any. */
const uuid = /^(?:urn:uuid:)?\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
