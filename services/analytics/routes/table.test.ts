import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvTable } from './table.ts';

const cellOf = (text: string): string => parse(csvTable(['said'], [[text]]), { from_line: 2 })[0]?.[0] ?? '';

it.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['＝1', "'＝1"],
  ['\tx', "'\tx"],
  ['\rx', "'\rx"],
  [' \u{feff}=1', "' \u{feff}=1"],
  // What cuts at semicolons and tabs knows nothing of quotes around the whole.
  ['a;=1', "a;'=1"],
  ['a;"=1"', `a;'"=1"`],
  ['a, b\n=1', "a, b\n'=1"],
  ['a\t-1', "a\t'-1"],
  ['a-b; c, d=e', 'a-b; c, d=e'],
])('writes %j as %j', (said, written) => {
  expect(cellOf(said)).toBe(written);
});

it('has nothing in it that is a formula, and a text without one as it is', () => {
  const piece = fc.constantFrom(...'=+-@＝;,\t\r\n "\'|a1', '\u{200b}', '\u{feff}');
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const said = pieces.join('');
      const cell = cellOf(said);
      expect(cell).not.toMatch(/(^|[;\t\r\n])[\s\p{C}"]*[=+\-@＝＋－＠]/u);
      expect(cell.replaceAll("'", '')).toBe(said.replaceAll("'", ''));
    }),
  );
});

it('leaves numbers numbers', () => {
  expect(csvTable(['n', 'b'], [[-1.5, true]])).toBe('n,b\r\n-1.5,true\r\n');
});
