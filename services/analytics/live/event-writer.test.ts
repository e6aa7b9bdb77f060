import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { eventWriter } from './event-writer.ts';

/** Somebody who takes a piece only when they are told to. */
const slowReader = () => {
  const taken: string[] = [];
  let takeNext: () => void = () => {};
  const stream = new Writable({
    highWaterMark: 100,
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      taken.push(chunk);
      takeNext = () => setImmediate(done);
    },
  });
  const goOn = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) {
      const take = takeNext;
      takeNext = () => {};
      take();
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
  };
  return { stream, taken, goOn };
};
const event = (n: number, name = 'kpis') => ({ id: `abc-${n}`, name, data: 'x'.repeat(60), isPersonal: false });

it('tells who reads slowly the latest KPIs alone, and every alert, and holds no more than that', async () => {
  const { stream, taken, goOn } = slowReader();
  const writer = eventWriter(stream, () => 0);
  for (let n = 1; n <= 50; n += 1) writer.tell(event(n, n % 20 === 0 ? 'alert' : 'kpis'));
  expect(stream.writableLength).toBeLessThan(300);
  await goOn();
  expect(taken[0]).toBe('retry: 2000\n: live\n\n');
  expect(taken.join('').match(/abc-\d+/g)).toEqual(['abc-1', 'abc-20', 'abc-40', 'abc-50']);
});

it('lets go who takes nothing: three comments long, or while too many alerts wait', () => {
  const stuck = slowReader().stream;
  const writer = eventWriter(stuck);
  writer.comment();
  writer.comment();
  expect(stuck.destroyed).toBe(false);
  writer.comment();
  expect(stuck.destroyed).toBe(true);
  const flooded = slowReader().stream;
  const other = eventWriter(flooded);
  for (let n = 1; n <= 400; n += 1) other.tell(event(n, 'alert'));
  expect(flooded.destroyed).toBe(true);
});

it('says at the end when to come back, and not to everybody the same', () => {
  const ends = [0, 0.5, 1].map((random) => {
    const { stream, taken } = slowReader();
    eventWriter(stream, () => random);
    return taken[0]?.split('\n')[0];
  });
  expect(ends).toEqual(['retry: 2000', 'retry: 3500', 'retry: 5000']);
});
