import { expect, it } from 'vitest';
import { drawLine, type Point } from './line.ts';

const box = { width: 108, height: 48 };
const point = (value: number | null, running = false): Point => ({ value, low: null, high: null, running });

it('draws the highest at the top and the lowest at the bottom', () => {
  expect(drawLine([point(0), point(10)], box).line).toBe('M4.0 44.0L104.0 4.0');
});

it('breaks the line off where there was nothing to count', () => {
  expect(drawLine([point(0), point(10), point(null), point(0), point(10)], box).line).toBe(
    'M4.0 44.0L29.0 4.0M79.0 44.0L104.0 4.0',
  );
});

it('draws what is not over apart from what is', () => {
  const { line, running, last } = drawLine([point(0), point(10), point(5, true)], box);
  expect([line, running]).toEqual(['M4.0 44.0L54.0 4.0', 'M54.0 4.0L104.0 24.0']);
  expect(last).toEqual({ x: 104, y: 24 });
});

it('draws nothing of nothing, and one point in the middle', () => {
  expect(drawLine([], box)).toMatchObject({ line: '', running: '', band: '', last: undefined });
  expect(drawLine([point(7)], box).last).toEqual({ x: 54, y: 24 });
});

it('shows where zero is when the line crosses it', () => {
  expect(drawLine([point(-10), point(10)], box).zero).toBe(24);
  expect(drawLine([point(5), point(10)], box).zero).toBeUndefined();
});

it('cuts a band off at the edges, however wide it is', () => {
  const wide = { value: 1, low: -900, high: 900, running: false };
  const heights = [...drawLine([wide, { ...wide, value: 2 }], box).band.matchAll(/ (-?[\d.]+)/g)].map(([, y]) =>
    Number(y),
  );
  expect([Math.min(...heights), Math.max(...heights)]).toEqual([1, 47]);
});
