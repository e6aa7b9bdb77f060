/** A value as JSON text, or as bytes where it is none: what no channel system should post, and some do. */
export type OddValue = { name: string; text: Buffer };

const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

const times = [
  '0000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '10000-01-01T00:00:00Z',
]
  .concat([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-01',
  ])
  .concat([
    '1899-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+99:99',
    '0',
    'now',
  ])
  .map((time) => JSON.stringify(time));

const numbers = [
  '1e999',
  '-1e999',
  '1e-999',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
]
  .concat([
    '-0',
    '-0.0',
    '-0e9',
    '0.0',
    '1E400',
    '1.7976931348623157e308',
    '1.8e308',
    '5e-324',
    '0.1',
    '1e21',
    '1e131072',
  ])
  .concat([
    '0.123456789012345678901',
    '99999999999999999999',
    '01',
    '+1',
    '.5',
    '5.',
    '1e',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
  ])
  .concat(['-Infinity', '-', '1..2', '1e1.5', '١']);

const escapes = [
  '\\u0000',
  'a\\u0000b',
  '\\ud800',
  '\\udc00',
  '\\udc00\\ud800',
  '\\ud83d\\ude00',
  '\\u001f',
  '\\x41',
  '\\u12',
]
  .concat(['\\', '\\u{41}', '\\ufeff', '\\uffff', '\\u202e', '\\u200b', '\\/', '\\u0008', '\\ud83d\\u0000'])
  .map((text) => `"${text}"`);

const texts = [
  '',
  ' ',
  '\u0007',
  '\n',
  'a\tb',
  '🦤',
  'é',
  'e\u0301',
  '\u202eabc',
  'null',
  '__proto__',
  "'; DROP TABLE x; --",
  '%00',
]
  .concat(['<script>', '$x', '{{x}}', '../../etc/passwd', '\ufeff', '\u2028', 'İ', 'ß', '𠮷'])
  .map((text) => JSON.stringify(text))
  .concat(['"\u0001"', '"a\nb"', '"\u007f"', "'single'", '"open']);

const long = [512, 513, 20_001, 32_769, 100_000, 1_000_000].map((length) => `"${'x'.repeat(length)}"`);

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  'length',
  '0',
  '-1',
  'then',
]
  .concat(['\\u0000', '\\ud800', '\\u005f_proto__', 'x'.repeat(201), 'x'.repeat(100_000)])
  .map((key) => `{"${key}":1}`);

const many = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',')}}`;

const shapes = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
  '{"a":null}',
  'undefined',
  '',
  ' ',
  '//x',
  '/*x*/1',
]
  .concat([
    '[1,]',
    '{"a":1,}',
    '[,1]',
    '{"a"}',
    '{a:1}',
    '{"a":1 "b":2}',
    '[1 2]',
    ']',
    '}',
    '[}',
    '{]',
    '"a" "b"',
    '1 2',
    ',',
    ':',
  ])
  .concat(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"a":{"b":1,"b":1}}', many(70_000), `[${'1,'.repeat(70_000)}1]`])
  .concat(
    [32, 33, 34, 64, 1000, 10_000, 200_000].flatMap((depth) => [nested(depth, '[', ']'), nested(depth, '{"a":', '}')]),
  )
  .concat(['['.repeat(200_000), '{"a":'.repeat(200_000), `[${'{},'.repeat(20_000)}{}]`]);

/** What is not UTF-8, or only looks like it. */
const bytes = [
  'ff',
  'fe',
  '80',
  'c0 80',
  'c3 28',
  'e2 82',
  'e2 28 a1',
  'ed a0 80',
  'ed b0 80',
  'f0 28 8c bc',
  'f4 90 80 80',
]
  .concat([
    'f8 88 80 80 80',
    'ef bb bf',
    'ff fe 61 00',
    '00',
    'e0 80 80',
    'f0 80 80 80',
    'c1 bf',
    'f5 80 80 80',
    '1b 5b 41',
  ])
  .map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const named = (text: string): OddValue => ({ name: text.slice(0, 40), text: Buffer.from(text) });

/** Some two hundred of them, always the same. */
export const oddValues: readonly OddValue[] = [
  ...[...times, ...numbers, ...escapes, ...texts, ...long, ...keys, ...shapes].map(named),
  ...bytes.flatMap((odd) => [
    { name: `bytes ${odd.toString('hex')}`, text: odd },
    { name: `text of bytes ${odd.toString('hex')}`, text: Buffer.concat([Buffer.from('"'), odd, Buffer.from('"')]) },
  ]),
];
