import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, gate, gateBody, gateParts, gatePosted, gateWritten } from './gate.ts';
import { glance } from './glance.ts';
import { scanJson } from './scan.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

it.each([
  ['NUL, escaped', '{"a":"x\\u0000"}', 'a'],
  ['half a surrogate pair', '{"a":["\\ud800"]}', 'a.0'],
  ['a number beyond all bounds', '{"a":1e999}', 'a'],
  ['an integer that loses digits', '{"a":{"b":9007199254740993}}', 'a.b'],
  ['an integer that loses digits in a list', '[1, [2, -9007199254740993]]', '1.1'],
  ['a whole number that loses digits, written with a point', '{"a":120330000123456789.0}', 'a'],
  ['one written with an exponent', '{"a":1.20330000123456789e17}', 'a'],
  ['a key that comes twice', '{"a":{"b":1,"b":2}}', 'a.b'],
  ['a key that comes twice in two spellings', '{"a":1,"\\u0061":2}', 'a'],
  ['__proto__', '{"a":{"__proto__":1}}', 'a.__proto__'],
  ['NUL in a key', '{"a\\u0000":1}', 'a\0'],
  ['33 levels', nested(33), '0.0.0'],
  ['200,000 levels', nested(200_000), '0.0.0'],
  ['nothing', '', ''],
  ['no JSON', '{"a":', 'a'],
])('refuses %s, and names the field', (_name, text, path) => {
  const gated = gate(text);
  expect('refusal' in gated && gated.refusal.path.join('.')).toBe(path);
  expect(gateBody(Buffer.from(text))).toEqual(gated);
});

it.each([
  '{"a":0,"b":-1,"c":1.50,"d":1e3,"e":-2.5E-7,"f":100000000000000000e-5}',
  '{"a":5e-324,"b":0.30000000000000004}',
  '{"a":9007199254740991}',
  '{"a":9007199254740992,"b":18014398509481984,"c":-9007199254740994}',
  '{"a":0.1}',
  '{"a":-0,"b":-0.0,"c":-0.000e7,"d":0e0}',
  '{"a":277.19999999999999,"b":0.12345678901234567891,"c":0.1000000000000000055511151231257827}',
  '{"a":1e20,"b":1E-7,"c":1E+20,"d":6.02214076e23,"e":100000000000000000000000,"f":1e-400}',
  nested(32),
  '{"a":"ñ 🦤 \\ud83e\\udda4"}',
  '{"a":[{"b":1},{"b":2}]}',
])('lets %s in as it is', (text) => {
  expect(gate(text)).toEqual({ value: JSON.parse(text) });
});

it('refuses an object of more names than any interaction has room for, before it costs anything', () => {
  const many = (count: number): string =>
    JSON.stringify({ a: Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n])) });
  expect(gate(many(70_000))).toMatchObject({ refusal: { path: ['a'] } });
  expect('value' in gate(many(10_000))).toBe(true);
});

it('refuses what is not UTF-8', () => {
  expect(decode(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ refusal: { path: [] } });
  expect(decode(Buffer.from('"ñ"'))).toEqual({ text: '"ñ"' });
});

it('lets in whatever was written from a safe value, unchanged', () => {
  const safe = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^k[a-z "\\]*$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(safe, (value) => {
      expect(gate(JSON.stringify(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) });
    }),
  );
});

it('gives the texts as they were sent only where they would be written so again', () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.oneof(fc.string(), fc.nat())), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(objects, (values) => {
      const gated = gateWritten(Buffer.from(JSON.stringify(values)));
      if (!('value' in gated)) return;
      const written = values.map((value) => JSON.stringify(value));
      // What is escaped may be written another way, so of that there need be no text.
      expect([written, []]).toContainEqual(gated.texts);
      if (!written.some((text) => text.includes('\\'))) expect(gated.texts).toEqual(written);
    }),
  );
  expect(gateWritten(Buffer.from('{"a":{"b":[1,{}]}}'))).toMatchObject({ texts: ['{"a":{"b":[1,{}]}}'] });
  for (const text of ['{"a": 1}', '{"a":1}\n', '[{"a":1},2]', '{"a":"\\u00f1"}', '{"a":"\\/"}', '[]']) {
    expect(gateWritten(Buffer.from(text))).toMatchObject({ texts: [] });
  }
});

it('lets no whole number in that would not be written as the same number again, and every other number', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/);
  fc.assert(
    fc.property(fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (token) => {
      const gated = gate(`[${token}]`);
      expect(gateBody(Buffer.from(`[${token}]`))).toEqual(gated);
      const number = Number(token);
      const isWhole = scaled(token) % scaled('1') === 0n;
      const isKept =
        !isWhole || Math.abs(number) <= Number.MAX_SAFE_INTEGER || scaled(String(number)) === scaled(token);
      expect('value' in gated).toBe(Number.isFinite(number) && isKept);
      if ('value' in gated) expect(gated.value).toEqual([number]);
    }),
    { numRuns: 3000 },
  );
});

/** The number times 10^1400, exactly. */
const scaled = (token: string): bigint => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)[eE]?([+-]?\d*)$/.exec(token) ?? [];
  return BigInt(`${sign}${whole}${fraction}`) * 10n ** BigInt(1400 + Number(exponent) - fraction.length);
};

it('keeps the digits of whole numbers as text where somebody posts them, and says where', () => {
  const text = '{"a":[1,-9007199254740993],"b":{"id":120330000123456789,"x":1.5},"c":"9007199254740993"}';
  const expected = {
    value: { a: [1, '-9007199254740993'], b: { id: '120330000123456789', x: 1.5 }, c: '9007199254740993' },
    digits: [
      ['a', 1],
      ['b', 'id'],
    ],
  };
  expect(gatePosted(Buffer.from(text))).toEqual(expected);
  expect(gateWritten(Buffer.from(text))).toEqual({ ...expected, texts: [] });
  expect(gateParts(Buffer.from(text))).toEqual(expected);
  expect(gatePosted(Buffer.from('{"a":1}'))).toEqual({ value: { a: 1 }, digits: [] });
  const many = `[${Array.from({ length: 1001 }, () => '9007199254740993').join()}]`;
  expect(gatePosted(Buffer.from(many))).toMatchObject({ refusal: { path: [1000] } });
});

it('lets in what is unusable in a body of which parts are used, for who uses a part to look at', () => {
  expect(gateParts(Buffer.from('{"a":"x\\u0000","b":1e999}'))).toEqual({
    value: { a: 'x\0', b: Number.POSITIVE_INFINITY },
    digits: [],
  });
  expect(gateParts(Buffer.from('{"__proto__":1}'))).toMatchObject({ refusal: { path: ['__proto__'] } });
  expect(gateParts(Buffer.from('{"a":1,"a":2}'))).toMatchObject({ refusal: { path: ['a'] } });
});

it('never passes at a glance what the scan refuses', () => {
  const part = fc.oneof(
    fc.constantFrom(
      ...'{}[],:"',
      '\\"',
      '\\u0061',
      '\\\\',
      ' ',
      '\n',
      '-',
      '-0',
      '.',
      'e',
      'E5',
      '"a":',
      '"b":',
      '"__proto__":',
      'NaN',
    ),
    fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/),
    fc.constantFrom('{"a":', '[{"a":1},', '"constructor":1', '"ñ":1', '9007199254740993', '1e999', '"a"'),
  );
  const written = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
  const deep = fc.nat(40).map((depth) => `${'['.repeat(depth)}1${']'.repeat(depth)}`);
  const changed = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), part)
    .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)));
  let passed = 0;
  fc.assert(
    fc.property(fc.oneof(written, deep, changed, fc.json()), (text) => {
      if (glance(Buffer.from(text)) === undefined) return;
      passed += 1;
      expect(scanJson(text)).toBeUndefined();
    }),
    { numRuns: 20_000 },
  );
  expect(passed).toBeGreaterThan(5000);
});

it('says the same of names that come twice, are forbidden or many, in bytes and as text', () => {
  const name = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'ab', 'ñ', 'ñandu_nand', '🦤', 'a\\u0062', '__proto_', 'a\\"') },
    fc.constantFrom('__proto__', 'constructor', 'prototype'),
    fc.nat(40).map((n) => `k${n}`),
  );
  const json = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('1', '-0.5', '-3', 'true', 'null', '"a,{}[]"', '"\\\\"', ' 2 '),
      fc.array(tie('value'), { maxLength: 4 }).map((all) => `[${all.join()}]`),
      fc
        .array(fc.tuple(name, tie('value')), { maxLength: 6 })
        .map((all) => `{${all.map(([key, value]) => `"${key}":${value}`).join()}}`),
      fc
        .array(name, { minLength: 30, maxLength: 36 })
        .map((all) => `{${all.map((key, n) => `"${key}${n % 35}":${n}`).join()}}`),
    ),
  })).value;
  fc.assert(
    fc.property(json, (text) => {
      expect(gateBody(Buffer.from(text))).toEqual(gate(text));
    }),
    { numRuns: 3000 },
  );
});

it('never throws, whatever comes, and says the same of the bytes of a text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\u0a1e-. '), maxLength: 40 }), (text) => {
      const gated = gate(text);
      expect(gateBody(Buffer.from(text))).toEqual(gated);
      if ('value' in gated) expect(gated.value).toEqual(JSON.parse(text));
    }),
    { numRuns: 5000 },
  );
});
