import { globSync, readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HttpProblem } from '../errors.ts';
import { problemOf } from './problem.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'problems.md'), 'utf8');
const anchors = new Set(
  [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-')),
);

it('says of every problem that is answered anywhere what it means and what to do', () => {
  const files = ['packages/*/src/**/*.ts', 'services/**/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: (name) => /node_modules|\.test\.ts$/.test(String(name)) }),
  );
  const titles = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(?:HttpProblem|\bproblem)\(\s*\d{3},\s*'([^']+)'/g)].map(
      ([, title = '']) => title,
    ),
  );
  expect(titles.length).toBeGreaterThan(30);
  const fastifys = [400, 413, 415].map((status) => STATUS_CODES[status] ?? '');
  for (const title of new Set([...titles, ...fastifys])) {
    const { type } = problemOf(new HttpProblem(400, title));
    const [path, anchor = ''] = type.split('#');
    expect({ title, path, isThere: anchors.has(anchor) }).toEqual({ title, path: '/docs/problems', isThere: true });
  }
});
