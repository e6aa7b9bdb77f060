import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const here = import.meta.dirname;

it('each failure report that is listed is a test', () => {
  const rows = readFileSync(join(here, 'failure-reports.md'), 'utf8')
    .split('\n')
    .flatMap((line) => (/^\| \d/.test(line) ? [line.split('|').map((cell) => cell.trim())] : []));
  expect(rows.length).toBeGreaterThan(100);
  const missing = rows.filter(([, , , file = '', name = '']) => {
    const quote = `['"\`]`;
    const pattern = new RegExp(`${quote}${RegExp.escape(name)}`);
    return !pattern.test(readFileSync(join(here, file), 'utf8'));
  });
  expect(missing).toEqual([]);
});
