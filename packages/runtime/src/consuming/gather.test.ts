import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gather } from './gather.ts';

const limits = { most: 3, mostWeight: 10, weigh: (item: number) => item };

it('does what comes meanwhile as one piece, one piece at a time, within its limits', async () => {
  const items = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(items, async (given) => {
      const pieces: number[][] = [];
      let atOnce = 0;
      const ask = gather<number>(async (piece) => {
        atOnce += 1;
        expect(atOnce).toBe(1);
        await delay(0);
        atOnce -= 1;
        pieces.push([...piece]);
        return async () => {};
      }, limits);
      await Promise.all(given.map(ask));
      expect(pieces.flat()).toEqual(given);
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(limits.most);
        if (piece.length > 1) expect(piece.reduce((sum, item) => sum + item, 0)).toBeLessThanOrEqual(limits.mostWeight);
      }
    }),
    { numRuns: 50 },
  );
});

it('begins the next piece before what is left to do of the last one is done, and answers when it is', async () => {
  const rest = Promise.withResolvers<void>();
  const done: number[] = [];
  const ask = gather<number>(
    async ([item = 0]) =>
      () =>
        item === 1 ? rest.promise : Promise.resolve(),
    {
      ...limits,
      most: 1,
    },
  );
  const [one, two] = [1, 2].map((item) => ask(item).then(() => done.push(item)));
  await two;
  expect(done).toEqual([2]);
  rest.resolve();
  await one;
  expect(done).toEqual([2, 1]);
});

it('fails for those whose piece failed, and goes on', async () => {
  const ask = gather<number>(
    async ([item = 0]) => {
      if (item === 1) throw new Error('one');
      return async () => {};
    },
    { ...limits, most: 1 },
  );
  const [one, two] = [ask(1), ask(2)];
  await expect(one).rejects.toThrow('one');
  await two;
});
