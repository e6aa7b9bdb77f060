import { expect, it } from 'vitest';
import { dayMs } from '../day.ts';
import { learnHeldOut, learnOffers, offersFor, type Purchase } from './next-offer.ts';

const basket = (...bought: [product: string, day: number][]): Purchase[] =>
  bought.map(([product, day]) => ({ product, at: day * dayMs }));
const many = (count: number, one: Purchase[]): Purchase[][] => Array.from({ length: count }, () => one);

it('shrinks the share of who went on by twenty customers that buy as all do', () => {
  const { popular, wentOnTo } = learnOffers([
    ...many(40, basket(['bag', 0], ['lounge', 30])),
    ...many(60, basket(['bag', 0])),
    ...many(20, basket(['lounge', 0])),
    ...many(80, basket(['seat', 0])),
  ]);
  expect(popular).toEqual([
    { product: 'bag', share: 0.5 },
    { product: 'seat', share: 0.4 },
    { product: 'lounge', share: 0.3 },
  ]);
  const share = (40 + 20 * 0.3) / (100 + 20);
  expect(wentOnTo.bag).toEqual([{ product: 'lounge', share, lift: share / 0.3, customers: 40 }]);
  expect(wentOnTo.seat).toEqual([]);
});

it.each([
  ['after 180 days', basket(['bag', 0], ['lounge', 181])],
  ['before', basket(['lounge', 0], ['bag', 10])],
  ['at the same moment', basket(['bag', 0], ['lounge', 0])],
])('takes for going on nothing that was bought %s', (_, one) => {
  expect(learnOffers(many(50, one)).wentOnTo.bag).toEqual([]);
});

it('offers what others went on to, then what most buy, and nothing that somebody has', () => {
  const model = learnOffers([
    ...many(50, basket(['bag', 0], ['lounge', 5])),
    ...many(90, basket(['seat', 0])),
    ...many(70, basket(['car', 0])),
    ...many(60, basket(['hotel', 0])),
    ...many(9, basket(['balloon', 0])),
  ]);
  const products = (...bought: [string, number][]) => offersFor(model, basket(...bought)).map(({ product }) => product);
  expect(products(['bag', 0])).toEqual(['lounge', 'seat', 'car']);
  expect(products(['bag', 0], ['lounge', 1], ['seat', 2])).toEqual(['car', 'hotel']);
  expect(products()).toEqual(['seat', 'car', 'hotel']);
  expect(products(['constructor', 0], ['__proto__', 1])).toEqual(['seat', 'car', 'hotel']);
  expect(offersFor(model, basket(['bag', 0]))[0]).toMatchObject({ reason: 'went-on-to' });
});

/** Numbers that look like chance, the same at every run. */
const chance = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;
const market = (next: (last: number, i: number) => number): Purchase[][] =>
  Array.from({ length: 600 }, (_, i) => {
    let product = i % 12;
    return Array.from({ length: 5 }, (_, k) => {
      product = next(product, 5 * i + k);
      return { product: `p${product}`, at: (60 * k + (i % 60)) * dayMs };
    });
  });

it('is shown where it finds more than the most popular do, and hidden where purchases follow no rule', () => {
  const ruled = learnHeldOut(
    market((last, i) => (chance(i) < 0.6 ? (last + 1) % 12 : Math.floor(12 * chance(i + 0.5)))),
  );
  expect(ruled.hidden).toBeUndefined();
  expect(ruled.quality?.hitRate).toBeGreaterThan(ruled.quality?.hitRateOfPopular ?? 1);
  const chaos = learnHeldOut(market((_, i) => Math.floor(12 * chance(i + 0.5))));
  expect(chaos.hidden?.reason).toBe('no-better-than-popular');
  expect(learnHeldOut(market((last) => last).slice(0, 90)).hidden?.reason).toBe('too-few-cases');
  expect(learnHeldOut([]).hidden?.reason).toBe('too-few-cases');
});
