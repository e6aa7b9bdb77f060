import { expect, it } from 'vitest';
import { countryOfRegister, readEntry } from './register-entry.ts';

const said = (text: string, country?: string) => readEntry(text, country).contactPoints.map(({ value }) => value);

it.each([
  '600111222',
  '600 111 222',
  '600-11-12-22',
  '(+34) 600.111.222',
  '0034600111222',
  '34600111222',
  ' "600111222" ',
  'tel:+34600111222',
  '+34600111222 ext. 5',
  '６００１１１２２２',
])('reads %s as a number of Spain', (text) => {
  expect(said(text, 'ES')).toEqual(['+34600111222']);
});

it.each(['+34 600 111 222', '0034 600111222', 'tel:+34-600-111-222', '"+34600111222"'])(
  'reads %s without being told the country',
  (text) => {
    expect(said(text)).toEqual(['+34600111222']);
  },
);

it('guesses no country', () => {
  expect(readEntry('600111222', undefined)).toEqual({ contactPoints: [], unused: 'no-phone-number' });
  expect(said('07911 123456', 'GB')).toEqual(['+447911123456']);
});

it('reads addresses, and several in one place', () => {
  expect(said(' Ana.Garcia@Example.org ')).toEqual(['ana.garcia@example.org']);
  expect(said('Ana <ana@example.org>')).toEqual(['ana@example.org']);
  expect(said('600111222 / 600111333', 'ES')).toEqual(['+34600111222', '+34600111333']);
});

it.each([
  ['', 'empty'],
  ['telefono', 'placeholder'],
  ['6001112', 'no-phone-number'],
  ['000000000', 'placeholder'],
  ['Robinson', 'no-phone-number'],
  ['6,00111E+08', 'rounded-number'],
  ['ana@', 'no-email-address'],
])('says why %j is nobody', (text, reason) => {
  expect(readEntry(text, 'ES')).toMatchObject({ contactPoints: [], unused: reason });
});

it('knows whose register it is by its name', () => {
  expect(['ES.robinson', 'UK.tps', 'robinson', 'XX.list', 'own.list', 'ES'].map(countryOfRegister)).toEqual([
    'ES',
    'GB',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
