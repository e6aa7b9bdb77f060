import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gate } from './gate.ts';
import { placeOf } from './not-json.ts';

it.each([
  ['{"properties":{"a":NaN}}', 'properties.a', 'NaN is no number of JSON'],
  ['{"properties":{"a":-Infinity}}', 'properties.a', 'Infinity is no number of JSON'],
  ['{"a":[1,.5]}', 'a.1', '.5 begins with the point'],
  ['{"a":+1}', 'a', '+1 begins with a plus sign'],
  ['{"a":undefined}', 'a', 'undefined is no value of JSON'],
  ['{"a":None}', 'a', 'None is no value of JSON'],
  ['{"a":True}', 'a', 'True is written true'],
  ["{'a':1}", '', 'a single quote'],
  ['{"a":1,}', '', '} stands where'],
  ['[1,]', '1', '] stands where'],
  ['{"a":1 /* one */}', 'a', 'a comment'],
  ['not json', '', 'a word without quotes'],
  ['{"a":1', 'a', 'it ends too early'],
  ['{"a":', 'a', 'it ends too early'],
  ['{"a":01}', 'a', 'is not JSON'],
  ['', '', 'is empty'],
  ['  \n', '', 'is empty'],
])('says of %s where it is no JSON, and what is there', (text, path, words) => {
  const gated = gate(text);
  if (!('refusal' in gated)) throw new Error('it is JSON');
  expect(gated.refusal.path.join('.')).toBe(path);
  expect(gated.refusal.message).toContain(words);
});

it('names the position', () => {
  const text = '{"messageId":"f4a","userId":"u","event":"x","properties":{"a":NaN}}';
  expect(placeOf(text).message).toContain(`at position ${text.indexOf('NaN')} (line 1, column`);
  expect(placeOf('{\n"a":\nNaN}').message).toContain('(line 3, column 1)');
});

it('tells nothing of the text but what other languages have for a value', () => {
  expect(placeOf('{"name":Ana}').message).not.toContain('Ana');
});

it('never throws, and never says that a text is empty which is not', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\/*\'NaN.5e+- \n'), maxLength: 30 }), (text) => {
      const { message } = placeOf(text);
      expect(message.includes('is empty')).toBe(text.trim() === '');
    }),
  );
});
