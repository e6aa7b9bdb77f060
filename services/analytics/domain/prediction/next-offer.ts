import { dayMs } from '../day.ts';
import type { CustomerHistory } from './history.ts';
import type { Hidden } from './learn-risk.ts';
import type { OfferQuality } from './learnt-model.ts';

export type Purchase = { at: number; product: string };

/** What a customer bought, in the order of time. */
export const purchasesIn = (history: CustomerHistory): Purchase[] =>
  history.flatMap(({ at, kind, product }) => (kind === 'bought' && product !== undefined ? [{ at, product }] : []));

/** What those who bought one thing went on to. */
export type WentOnTo = { product: string; share: number; lift: number; customers: number };

export type OfferModel = {
  /** The products that most bought, with the share of the customers who did. */
  popular: { product: string; share: number }[];
  wentOnTo: Record<string, WentOnTo[]>;
};

export type Offer = {
  product: string;
  reason: 'went-on-to' | 'most-bought';
  /** Of those who bought `after`, else of all. */
  share: number;
  /** What she bought that others went on from, and how many times as many of these did as of all. */
  after?: string;
  lift?: number;
  text: string;
};

const afterMs = 180 * dayMs;
/** How strongly what few did is taken for chance: as if so many more had bought as everybody does. */
const shrinkage = 20;
const fewestBuyers = 10;
const mostFollowing = 20;
const mostRemembered = 8;
/** How many are offered. */
export const offered = 3;
const fewestHeldOut = 100;
const z95 = 1.959963984540054;

/**
 * What was bought within 180 days after what, with customers as baskets: the lift P(b | a) / P(b) is shrunk towards 1 by 20 customers
 * who buy as everybody does (an empirical Bayes estimate), so that what two people did is no rule.
 */
export const learnOffers = (baskets: readonly (readonly Purchase[])[]): OfferModel => {
  const buyers = new Map<string, number>();
  const both = new Map<string, Map<string, number>>();
  for (const basket of baskets) {
    for (const product of new Set(basket.map((one) => one.product))) increase(buyers, product);
    for (const [a, following] of followingIn(basket)) {
      const row = both.get(a) ?? new Map<string, number>();
      both.set(a, row);
      for (const b of following) increase(row, b);
    }
  }
  const popular = [...buyers]
    .filter(([, count]) => count >= fewestBuyers)
    .map(([product, count]) => ({ product, share: count / baskets.length }))
    .sort(byShare);
  const shareOf = new Map(popular.map(({ product, share }) => [product, share]));
  return {
    popular,
    wentOnTo: Object.fromEntries(
      popular.map(({ product }) => [product, wentOnFrom(both.get(product), buyers.get(product) ?? 0, shareOf)]),
    ),
  };
};

const byShare = (a: { product: string; share: number }, b: { product: string; share: number }): number =>
  b.share - a.share || (a.product < b.product ? -1 : 1);

const increase = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** By each product what else was bought within the time after it. */
const followingIn = (basket: readonly Purchase[]): Map<string, Set<string>> => {
  const following = new Map<string, Set<string>>();
  basket.forEach((a, i) => {
    const own = following.get(a.product) ?? new Set<string>();
    following.set(a.product, own);
    for (const b of basket.slice(i + 1))
      if (b.product !== a.product && b.at > a.at && b.at - a.at <= afterMs) own.add(b.product);
  });
  return following;
};

const wentOnFrom = (
  both: ReadonlyMap<string, number> = new Map(),
  buyers: number,
  shareOf: ReadonlyMap<string, number>,
): WentOnTo[] =>
  [...both]
    .flatMap(([product, customers]) => {
      const of = shareOf.get(product);
      if (of === undefined) return [];
      const share = (customers + shrinkage * of) / (buyers + shrinkage);
      return share / of > 1 ? [{ product, share, lift: share / of, customers }] : [];
    })
    .sort(byShare)
    .slice(0, mostFollowing);

/** What to offer somebody who bought these: what others went on to, then what most buy; nothing that she has. */
export const offersFor = ({ popular, wentOnTo }: OfferModel, bought: readonly Purchase[]): Offer[] => {
  const has = new Set(bought.map(({ product }) => product));
  const best = new Map<string, WentOnTo & { after: string }>();
  for (const { product: after } of bought.slice(-mostRemembered))
    for (const one of (Object.hasOwn(wentOnTo, after) ? wentOnTo[after] : undefined) ?? [])
      if (!has.has(one.product) && (best.get(one.product)?.share ?? 0) < one.share)
        best.set(one.product, { ...one, after });
  const following = [...best.values()].sort(byShare).map(wentOn);
  const rest = popular.filter(({ product }) => !has.has(product) && !best.has(product)).map(mostBought);
  return [...following, ...rest].slice(0, offered);
};

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const wentOn = ({ product, after, share, lift }: WentOnTo & { after: string }): Offer => ({
  ...{ product, after, share, lift },
  reason: 'went-on-to',
  text: `${percent(share)} of those who bought ${after} went on to it within 180 days, ${lift.toFixed(1)} times as many as of all`,
});

const mostBought = ({ product, share }: OfferModel['popular'][number]): Offer => ({
  ...{ product, share },
  reason: 'most-bought',
  text: `${percent(share)} of all bought it`,
});

export type LearntOffers = { model?: OfferModel; quality?: OfferQuality; hidden?: Hidden };

/** Learns of the older purchases, and holds it against the first new one that each customer made later. */
export const learnHeldOut = (baskets: readonly (readonly Purchase[])[]): LearntOffers => {
  const times = baskets.flatMap((basket) => basket.map(({ at }) => at)).sort((a, b) => a - b);
  const begin = times[Math.floor(times.length * 0.7)] ?? 0;
  const before = baskets.map((basket) => basket.filter(({ at }) => at < begin));
  const model = learnOffers(before.filter((basket) => basket.length > 0));
  const tests = baskets.flatMap((basket, i) => {
    const known = before[i] ?? [];
    const next = basket.find((one) => one.at >= begin && one.at < begin + afterMs && isNew(known, one));
    return next === undefined || known.length === 0 ? [] : [{ known, next: next.product }];
  });
  if (tests.length < fewestHeldOut) return { hidden: tooFewBuyers(tests.length) };
  const quality = comparedWithPopular(model, tests);
  return { model, quality, ...(quality.better.low <= 0 && { hidden: noBetter(quality) }) };
};

const isNew = (known: readonly Purchase[], one: Purchase): boolean =>
  known.every(({ product }) => product !== one.product);

const comparedWithPopular = (
  model: OfferModel,
  tests: readonly { known: readonly Purchase[]; next: string }[],
): OfferQuality => {
  const onlyPopular = { ...model, wentOnTo: {} };
  const hits = (of: OfferModel): number[] =>
    tests.map(({ known, next }) => Number(offersFor(of, known).some(({ product }) => product === next)));
  const [own, others] = [hits(model), hits(onlyPopular)];
  const n = tests.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / n;
  const differences = own.map((hit, i) => hit - (others[i] ?? 0));
  const difference = mean(differences);
  const half = z95 * Math.sqrt(mean(differences.map((one) => (one - difference) ** 2)) / n);
  return {
    n,
    hitRate: mean(own),
    hitRateOfPopular: mean(others),
    better: { low: difference - half, high: difference + half },
  };
};

const tooFewBuyers = (n: number): Hidden => ({
  reason: 'too-few-cases',
  message: `${n} customers with a purchase that names its product (properties.product) bought another one later; ${fewestHeldOut} are needed.`,
});

const noBetter = ({ hitRate, hitRateOfPopular }: OfferQuality): Hidden => ({
  reason: 'no-better-than-popular',
  message: `Of three offers one was bought in ${percent(hitRate)}, of the three that most buy in ${percent(hitRateOfPopular)}: not surely more.`,
});
