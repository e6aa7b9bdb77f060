/**
 * What was posted, without what nobody sees: marks of no width and of direction go, full-width letters and digits are
 * those that they look like, every run of white space is one space, and composed characters are composed.
 */
export const cleaned = (posted: string): string =>
  isPlain(posted)
    ? posted
    : posted
        .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0))
        .replace(/[\uFE50-\uFE6B]/g, (small) => small.normalize('NFKC'))
        .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
        .normalize('NFC');

/** Nothing to be done: it is how nearly everything comes. */
const isPlain = (posted: string): boolean => /^[!-~]+$/.test(posted);

const quotes = '"\'`´“”„‟«»‘’‚‛‹›';
const quoted = new RegExp(`^[${quotes}](.*)[${quotes}]$`, 'su');

/** What Swift, Java, Scala and Rust print around a value that there is. */
const printed = /^(?:Optional|Some)[([](.+)[)\]]$/s;

/**
 * Without the quotes around it, however many, and without what spreadsheets and languages put around text: `="007"`,
 * `'007`, `Optional("007")`.
 */
export const unquoted = (text: string): string => {
  const inside =
    (text.match(/^="(.*)"$/s) ?? text.match(quoted) ?? text.match(printed))?.[1] ?? text.replace(/^'(?=[\d+])/, '');
  const trimmed = inside.trim();
  return trimmed === text ? text : unquoted(trimmed);
};

/** As words are looked up: in lower case, without accents, and with one space for all that is neither letter nor digit. */
export const folded = (text: string): string =>
  isPlain(text)
    ? text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()
    : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();

/** userId and NoData as the two words that they are. */
export const withSpaces = (text: string): string => text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');

/** In lower case. Lower-casing takes some letters apart, such as J with a caron, so they are composed again. */
export const lowered = (text: string): string => text.toLowerCase().normalize('NFC');

/** As a page shows it, which has signs in it by their names: `eva&#64;x.org`. */
export const asShown = (text: string): string =>
  text.includes('&')
    ? text
        .replace(
          /&(nbsp|quot|apos|lt|gt|commat|plus|period|amp);/gi,
          (_, name: string) => shown[name.toLowerCase()] ?? '',
        )
        .replace(/&#(\d{2,4});/g, (_, code: string) => String.fromCharCode(Number(code)))
        .replace(/&#x([0-9a-f]{2,4});/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

const shown: Record<string, string> = {
  nbsp: ' ',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  commat: '@',
  plus: '+',
  period: '.',
  amp: '&',
};

/** Without the little pictures that people put before a number or an address. */
export const withoutPictures = (text: string): string =>
  text.replace(/(?![©®™\d#*])[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}]/gu, ' ').trim();

/** Without the escapes that a page, an address or a language leaves in a text. For looking at it: it means what it did. */
export const unescaped = (text: string): string =>
  /[%&\\]/.test(text)
    ? text
        .replace(/%([2-7][0-9a-f])/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
        .replace(/%0[0-9a-d]|&(?:nbsp|quot|apos|lt|gt|amp|#\d{1,5}|#x[0-9a-f]{1,4});|\\[nrt0]|\\u00[01][0-9a-f]/gi, ' ')
        .trim()
    : text;
