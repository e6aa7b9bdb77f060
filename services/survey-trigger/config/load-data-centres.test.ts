import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadDataCentres } from './load-data-centres.ts';

const written = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'data-centres-')), 'networks.txt');
  writeFileSync(file, text);
  return file;
};

it.each([
  ['40.92.1.2', true],
  ['::ffff:40.92.1.2', true],
  ['2a01:111:f400::7', true],
  ['209.85.220.41', true],
  ['205.139.110.61', true],
  ['67.231.152.3', true],
  ['85.158.142.9', true],
  ['209.222.82.1', true],
  ['88.12.34.56', false],
  ['2a02:9130::1', false],
  ['127.0.0.1', false],
  ['nobody', false],
  ['', false],
])('knows by what is shipped whether %s is of a data centre: %s', (address, isOne) => {
  expect(loadDataCentres()(address)).toBe(isOne);
});

it('says of each network that is shipped where it is from, and when that was said', () => {
  const lines = readFileSync(join(import.meta.dirname, 'data-centres.txt'), 'utf8').split('\n');
  let [said, isBegun] = ['', false];
  for (const line of lines.filter((one) => one !== '')) {
    if (!line.startsWith('#')) expect(said, line).toMatch(/\w\.(com|org)\/|_?\w+\.com\b/);
    if (!line.startsWith('#')) expect(said, line).toMatch(/20\d\d|undated/);
    else said = isBegun ? said + line : line;
    isBegun = line.startsWith('#');
  }
});

it('knows those of the operator in place of them, where the file says that they are all', () => {
  const isDataCentre = loadDataCentres(written('only # ours\n127.0.0.0/8\n'));
  expect(['127.9.9.9', '40.92.1.2'].map(isDataCentre)).toEqual([true, false]);
  expect(loadDataCentres(written('only'))('40.92.1.2')).toBe(false);
});

it('knows those of the operator beside them, and says which line it cannot read', () => {
  const isDataCentre = loadDataCentres(written('# ours\n127.0.0.0/8 # here\n\n2001:db8::/32\r\n'));
  expect(['127.9.9.9', '2001:db8::1', '40.92.1.2', '128.0.0.1'].map(isDataCentre)).toEqual([true, true, true, false]);
  expect(() => loadDataCentres(written('10.0.0.0/8\n10.0.0.0/99'))).toThrow('line 2: 10.0.0.0/99 is no network');
  expect(() => loadDataCentres('/nowhere/at/all')).toThrow('cannot be read (ENOENT)');
});
