import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitArray } from './split.ts';

const split = (text: string, key?: string) => {
  const found = splitArray(Buffer.from(text), key);
  return found && [found.elements.map((element) => Buffer.from(element).toString()), textOf(found.around)];
};
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

it.each([
  ['[1, {"a":[2,"]"]} ,"\\"]"]', undefined, ['1', ' {"a":[2,"]"]} ', '"\\"]"'], '[]'],
  [
    '{"x":{"batch":[0]},"batch" : [ {"a":1},2 ],"y":[3]}',
    'batch',
    [' {"a":1}', '2 '],
    '{"x":{"batch":[0]},"batch" : [],"y":[3]}',
  ],
  ['{"batch":[ ]}', 'batch', [], '{"batch":[]}'],
])('cuts %s into its elements', (text, key, elements, around) => {
  expect(split(text, key)).toEqual([elements, around]);
});

it.each([
  ['{"batch":[1', 'batch'],
  ['{"batch":{}}', 'batch'],
  ['{"x":"batch"}', 'batch'],
  ['{}', undefined],
  ['', undefined],
])('finds no array in %s', (text, key) => {
  expect(split(text, key)).toBeUndefined();
});

it('gives back every element of whatever array, as it was', () => {
  const around = fc.dictionary(fc.constantFrom('a', 'b"[', 'c\\'), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), around, (batch, before) => {
      const found = splitArray(Buffer.from(JSON.stringify({ ...before, batch, after: [1] })), 'batch');
      expect(found?.elements.map((element) => JSON.parse(textOf(element)))).toEqual(JSON.parse(JSON.stringify(batch)));
      expect(JSON.parse(textOf(found?.around ?? new Uint8Array()))).toEqual(
        JSON.parse(JSON.stringify({ ...before, batch: [], after: [1] })),
      );
    }),
  );
});

it('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\ batch1'), maxLength: 40 }), (text) => {
      split(text, 'batch');
      split(text);
    }),
    { numRuns: 5000 },
  );
});
