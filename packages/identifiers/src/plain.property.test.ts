import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { beginningsOfPlaceholders } from './placeholder-address.ts';
import { done, labels, nonsense, withoutAnything } from './placeholder-words.ts';
import { plainly } from './plain.ts';
import { readThoroughly } from './read.ts';
import type { Normaliser } from './reading.ts';

const runs = 20_000;

/** Words of which placeholders are made, names, and what a glance might take for something else. */
const word = fc
  .tuple(
    fc.constantFrom(
      ...[...beginningsOfPlaceholders.keys(), ...nonsense, ...labels, ...done, ...withoutAnything],
      ...'ana,juan,garcia,lopez,john,j,x,xx,aa,abc,test,tester,event,data,example,gmail,com,id,asdf,sdfg'.split(','),
      ...'0,00,0x,1,12,123,1234,2026,11,20,5e,-324,NaN,UserId,noMail,null,undefined,2147483647'.split(','),
    ),
    fc.constantFrom(
      ...[(one: string) => one, (one: string) => one, (one: string) => one, (one: string) => one.toUpperCase()],
      ...[(one: string) => `${one.slice(0, 1).toUpperCase()}${one.slice(1)}`, (one: string) => `${one}${one}`],
    ),
    fc.constantFrom('', '.', '-', '_'),
  )
  .map(([one, spelled, between]) => spelled(one).replaceAll(' ', between));

const joined = (marks: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(word, fc.constantFrom(...marks)).map(([one, mark]) => `${one}${mark}`),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join(''));

const code = fc
  .tuple(
    fc.constantFrom('', '', '', '@', '@@', '_'),
    fc.oneof(joined(['', '-', '_']), joined(['', '-', '_', '.'])),
    fc.constantFrom('', '7', '-12', '_2026', '-null'),
  )
  .map((all) => all.join(''));

const local = fc
  .tuple(joined(['', '.', '-', '_', '+']), fc.constantFrom('', '', '1'))
  .map(([text, number]) => `${text.replace(/[.+_-]+$/, '')}${number}`);
const address = fc
  .tuple(
    local,
    fc.oneof(word, word, fc.constantFrom('gmail', 'example', 'test', 'mail.example', 'empresa')),
    fc.boolean(),
  )
  .chain(([name, host, isTwice]) =>
    fc
      .constantFrom('com', 'es', 'co.uk', 'id', 'org', 'example', 'name')
      .map((ending) => `${name}@${isTwice ? name : host}.${ending}`),
  );

const number = fc
  .tuple(
    fc.constantFrom('', '+', '+34', '+1', '+52', '+54', '+55', '+39'),
    fc.array(fc.constantFrom(...'01234567890123456789 '), { minLength: 4, maxLength: 16 }),
  )
  .map(([before, digits]) => `${before}${digits.join('')}`.trim());

const anything = fc.oneof(fc.string({ maxLength: 24 }), fc.emailAddress(), code, address, number);
const posted: Record<Normaliser, fc.Arbitrary<string>> = {
  exact: fc.oneof(code, code, anything),
  lower: fc.oneof(code, code, anything),
  handle: fc.oneof(code, code, anything),
  email: fc.oneof(address, address, address, anything),
  phone: fc.oneof(number, number, number, anything),
};
const normalisers: readonly Normaliser[] = ['exact', 'lower', 'handle', 'email', 'phone'];

test.each(normalisers)('what a glance says of %s, a thorough reading says too', (normaliser) => {
  let glances = 0;
  fc.assert(
    fc.property(posted[normaliser], fc.constantFrom(...getCountries()), (value, defaultCountry) => {
      const glance = plainly(value, normaliser, defaultCountry);
      if (glance === undefined) return;
      glances += 1;
      expect({ value, ...readThoroughly(value, { normaliser, defaultCountry }) }).toEqual({ value, values: [glance] });
    }),
    { numRuns: runs },
  );
  // Else it would hold of nothing.
  expect(glances).toBeGreaterThan(runs / 20);
});
