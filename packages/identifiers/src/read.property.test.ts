import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSurelyUsed, type Normaliser, readIdentifier } from './index.ts';

const normalisers: readonly Normaliser[] = ['exact', 'lower', 'email', 'phone', 'handle'];
const countries = ['ES', 'DE', 'US', 'BR', 'MX', 'AR', 'IT', 'FR', 'GB'];
const runs = 5000;

/** What people, spreadsheets and programs put around, between and in place of what is meant. */
const pieces = fc.constantFrom(
  ...[
    'null',
    'no',
    'tiene',
    'eva',
    'Eva',
    'J\u030c',
    '\u0399\u0308\u0301',
    'H\u0331',
    'İ',
    'ß',
    'Σ',
    'ﬁ',
    '@',
    '@@',
    '@ ',
    ' ',
    '.',
    '..',
    '-',
    '_',
    ',',
  ],
  ...[
    ';',
    '/',
    ' / ',
    '|',
    '(',
    ')',
    '<',
    '>',
    '[',
    ']',
    '{',
    '}',
    '{{',
    '}}',
    '${',
    '%',
    '"',
    "'",
    '“',
    '”',
    '«',
    '»',
    '\u200b',
    '\u200e',
    '\u202e',
  ],
  ...[
    '\ufeff',
    '\u00a0',
    '\u3000',
    '\t',
    '\n',
    '+',
    '++',
    '+34',
    '0034',
    '+49',
    '(0)',
    '+39',
    '+55',
    '+521',
    '+549',
    '0',
    '00',
    '1',
    '600000001',
  ],
  ...[
    '600 000 002',
    '11 8765-4321',
    '096600',
    '.0',
    ',0',
    'E+10',
    'ext. 12',
    ';ext=7',
    'x5',
    '#9',
    'tel:',
    'mailto:',
    'sip:',
    'wa.me/',
    'Tel. ',
    '６',
    '٦',
    '۶',
  ],
  ...[
    '@x.org',
    'x.org',
    '@bücher.example',
    '@XN--BCHER-KVA.example',
    'xn--',
    '。',
    '＠',
    'https://x.com/',
    '?lang=es',
    '[object Object]',
    '#REF!',
  ],
  ...[
    '3F2504E0-4F89-41D3-9A0C-0305E82C3301',
    '00000000-0000-0000-0000-000000000000',
    '="',
    '007',
    'user_id',
    '__',
    '$',
    ' y ',
    ':::',
    '\ud800',
  ],
);
const nearMisses = fc
  .array(fc.oneof(pieces, pieces, fc.string({ unit: 'binary', maxLength: 2 })), { minLength: 1, maxLength: 7 })
  .map((all) => all.join(''));
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ maxLength: 24 }),
  fc.emailAddress(),
  nearMisses,
  nearMisses,
);

test.each(normalisers)('to read what was read as %s gives the same', (normaliser) => {
  fc.assert(
    fc.property(anything, fc.constantFrom(...countries), (posted, defaultCountry) => {
      const by = { normaliser, defaultCountry };
      for (const value of readIdentifier(posted, by).values) {
        expect({ posted, ...readIdentifier(value, by) }).toEqual({ posted, values: [value] });
        expect(value).not.toBe('');
        expect(value.normalize('NFC')).toBe(value);
        expect(value.trim()).toBe(value);
      }
    }),
    { numRuns: runs },
  );
});

test.each(normalisers)('what nobody sees makes no other value of %s', (normaliser) => {
  const marks = fc.array(fc.constantFrom('\u200b', '\u200e', '\u200f', '\u202a', '\u2060', '\ufeff', ' ', '\u00a0'), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(anything, marks, marks, (posted, before, after) => {
      const by = { normaliser, defaultCountry: 'ES' };
      const marked = `${before.join('')}${posted}${after.join('')}`;
      expect(readIdentifier(marked, by).values).toEqual(readIdentifier(posted, by).values);
    }),
    { numRuns: runs },
  );
});

test('a possible number is the same however its digits are set apart', () => {
  const separators = fc.array(fc.constantFrom('', '', ' ', '-', '\u00a0', '\u2011'), {
    minLength: 9,
    maxLength: 9,
  });
  fc.assert(
    fc.property(fc.integer({ min: 600_000_000, max: 799_999_999 }), separators, (number, between) => {
      const spelled = [...String(number)].map((digit, at) => `${digit}${between[at]}`).join('');
      const by = { normaliser: 'phone', defaultCountry: 'ES' } as const;
      expect(readIdentifier(spelled, by).values).toEqual(readIdentifier(`+34${number}`, by).values);
    }),
    { numRuns: runs },
  );
});

test.each(normalisers)('what is surely used as %s is used, but for a number of no country', (normaliser) => {
  fc.assert(
    fc.property(anything, (posted) => {
      if (!isSurelyUsed(posted, normaliser)) return;
      const { unused } = readIdentifier(posted, { normaliser, defaultCountry: 'ES' });
      expect([undefined, ...(normaliser === 'phone' ? ['no-phone-number'] : [])]).toContain(unused);
    }),
    { numRuns: runs },
  );
});
