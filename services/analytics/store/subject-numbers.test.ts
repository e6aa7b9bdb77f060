import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { mostSubjects, subjectNumbers } from './subject-numbers.ts';

const binary = (id: string, no: number): Buffer => {
  const bytes = Buffer.alloc(20);
  bytes.write(id.replaceAll('-', ''), 'hex');
  bytes.writeInt32BE(no, 16);
  return bytes;
};

it('gives the number that was set last, by text or in binary, and none of anybody else', () => {
  const numbers = subjectNumbers();
  const ids = Array.from({ length: 10_000 }, () => randomUUID());
  for (const [at, id] of ids.entries()) {
    if (at % 2 === 0) numbers.set(id, at + 1);
    else numbers.setBinary(Buffer.concat([Buffer.alloc(20), binary(id, at + 1)]), 20);
  }
  expect(ids.map((id) => numbers.get(id))).toEqual(ids.map((_, at) => at + 1));
  expect(numbers.get(randomUUID())).toBeUndefined();
  numbers.set(ids[0] ?? '', 77);
  expect(numbers.get(ids[0]?.toUpperCase() ?? '')).toBe(77);
});

it('remembers no text that is no UUID as it is written', () => {
  const numbers = subjectNumbers();
  const id = '0123456789abcdef0123456789abcdef';
  for (const [at, text] of [id, `{${id}}`, `${id}----`.slice(0, 36), ''].entries()) {
    numbers.set(text, at + 1);
    expect(numbers.get(text)).toSatisfy((no) => no === undefined || no === at + 1);
  }
});

it('forgets rather than grow, and never gives the number of another', () => {
  const numbers = subjectNumbers();
  const idOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
  const all = mostSubjects + 50_000;
  for (let n = 1; n <= all; n++) numbers.set(idOf(n), n);
  let known = 0;
  for (let n = 1; n <= all; n++) {
    const no = numbers.get(idOf(n));
    if (no !== undefined && no !== n) throw new Error(`${no} is the number of another than ${n}`);
    if (no === n) known++;
  }
  expect(known).toBeGreaterThan(mostSubjects * 0.8);
  expect(known).toBeLessThanOrEqual(mostSubjects);
});
