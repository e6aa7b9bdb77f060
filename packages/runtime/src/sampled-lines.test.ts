import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSampledLines } from './sampled-lines.ts';

type Line = { n: number; leftOut?: number };

const opened = (everyMs = 60_000) => {
  const clock = { now: 0 };
  const [written, rest, counted]: [Line[], number[], number[]] = [[], [], []];
  const lines = openSampledLines<Line>({
    write: (line) => written.push(line),
    writeRest: (_, leftOut) => rest.push(leftOut),
    countLeftOut: (count) => counted.push(count),
    now: () => clock.now,
    everyMs,
  });
  return { clock, written, rest, counted, lines };
};

it('writes one line of a kind a minute, and says in the next how many were left out', () => {
  const { clock, written, lines } = opened();
  for (let n = 0; n < 10; n += 1) {
    clock.now = n * 10_000;
    lines.note('POST /v1/interactions', { n });
  }
  lines.note('GET /v1/kpis', { n: 99 });
  expect(written).toEqual([{ n: 0 }, { n: 6, leftOut: 5 }, { n: 99 }]);
  lines.close();
});

it('says at the end how many were left out since the last line', () => {
  const { rest, lines } = opened();
  for (let n = 0; n < 4; n += 1) lines.note('a', { n });
  lines.note('b', { n: 9 });
  lines.close();
  expect(rest).toEqual([3]);
});

it('forgets no line: those that are written and those of which it says that they were left out are all', () => {
  const noted = fc.array(
    fc.record({ kind: fc.constantFrom('a', 'b', 'c'), after: fc.integer({ min: 0, max: 50_000 }) }),
  );
  fc.assert(
    fc.property(noted, (all) => {
      const { clock, written, rest, counted, lines } = opened();
      for (const { kind, after } of all) {
        clock.now += after;
        lines.note(kind, { n: 0 });
      }
      lines.close();
      const sum = (some: readonly number[]): number => some.reduce((total, one) => total + one, 0);
      const said = sum(written.map(({ leftOut = 0 }) => leftOut)) + sum(rest);
      expect(written.length + said).toBe(all.length);
      expect(sum(counted)).toBe(said);
    }),
  );
});
