import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJsonFile } from './json-file.ts';

const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'registry.json');
const reading = (text: string) => () => {
  writeFileSync(file, text);
  return readJsonFile('HILO_REGISTRY', file);
};

it.each([
  ['{\n  "version": 2,\n  "kinds" []\n}', 'line 3, column 11'],
  ['{ "version": 2, }', 'line 1, column 17'],
  ['abc', 'line 1, column 1'],
  ['', 'line 1, column 1'],
  ['{\n "a": 1\n', 'line 3, column 1'],
  ['[1] 2', 'line 1, column 5'],
  ["{ 'a': 1 }", 'line 1, column 3'],
  ['// a comment\n{}', 'line 1, column 1'],
])('says in which line and column a file is broken: %j', (text, place) => {
  expect(reading(text)).toThrow(`HILO_REGISTRY: ${file} is no JSON: `);
  expect(reading(text)).toThrow(place);
});

it('reads what is JSON, with a byte order mark too', () => {
  expect(reading('\uFEFF{ "version": 2 }')()).toEqual({ version: 2 });
});

it('says that a file is missing, or no file', () => {
  expect(() => readJsonFile('HILO_PROGRAMMES', '/no/such.json')).toThrow(
    'HILO_PROGRAMMES: /no/such.json: there is no such file',
  );
  expect(() => readJsonFile('HILO_PROGRAMMES', tmpdir())).toThrow('cannot be read (EISDIR)');
});
