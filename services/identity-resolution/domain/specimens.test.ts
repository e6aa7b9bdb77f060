import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import { defaultRegistry } from './registry.ts';

const unused = (kind: string, value: string): string | undefined => normalise(defaultRegistry, { kind, value }).unused;

test.each(
  'XAXX010101000,XEXX010101000,9999999999999,222222222222,66666666-6,66.666.666-6,44444401-7,OO99999999999'.split(','),
)('the number %s of whoever buys without one is nobody’s, in whatever field', (value) => {
  for (const kind of ['national_id', 'customer_number', 'tax_id']) expect(unused(kind, value)).toBe('blocked');
});

test.each([
  ...['88888801-5', '55.555.555-5', '444444444001', '999999990', '99001', 'URP', 'C/F', '20-11111111-2'],
  ...['12345678Z', 'X1234567L', '078-05-1120', 'RSSMRA85T10A562S', '123.456.789-09', '11111111', '7777777777777'],
])('the identity document %s is an example, or of whoever has none', (value) => {
  expect(unused('national_id', value)).toMatch(/blocked|placeholder/);
});

test.each([
  ...['XEXX850312AB1', '44444402-5', '1710034065001', '900373913-4', '12345679S', '66666667-4', '11111112', 'CF-17'],
  ...['X1234568S', '123-45-6780', '99004', '30-50001091-2'],
])('the identity document %s is somebody’s', (value) => {
  expect(unused('national_id', value)).toBeUndefined();
});

test.each(['11111111', '99001', '12345678', '999999990'])('%s is a customer number like any other', (value) => {
  expect(unused('customer_number', value)).toBeUndefined();
});
