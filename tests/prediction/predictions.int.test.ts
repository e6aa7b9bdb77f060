import type { CustomerRecord } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Life, simulateLives } from '../../scripts/simulate/loyalty.ts';
import { trainInThread } from '../../services/analytics/prediction/open-training.ts';
import { keep } from '../../services/analytics/test/interactions.ts';
import { type Started, startAnalytics } from '../../services/analytics/test/started.ts';
import { recordOf, tellAnalytics } from '../../services/analytics/test/telling.ts';

const dayMs = 24 * 3600 * 1000;
const now = Date.now();
const lives = [...simulateLives({ seed: 7, count: 700, from: now - 730 * dayMs, to: now })];
const idOf = (index: number): string => {
  // As a hash, so that the phases of customers are spread.
  const hash = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  return `${hash.toString(16).padStart(8, '0')}-0000-8000-8000-${String(index).padStart(12, '0')}`;
};

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics();
  for (let at = 0; at < lives.length; at += 200) await tell(lives.slice(at, at + 200), at);
  await analytics.pool.query('ANALYZE');
  await learn();
});
afterAll(() => analytics.stop());

const withdrawn: CustomerRecord['consents'] = [
  { purpose: 'profiling', state: 'withdrawn', at: '2026-01-01T10:00:00Z', source: 'shop', interaction: 'i-1' },
];
const recordWith = (id: string, version: number, consents: CustomerRecord['consents']): CustomerRecord => ({
  ...recordOf(1, version, []),
  ...{ id, subjects: [id], consents },
});

/** What happened is told as the log tells it, and so are the records of whom it happened to. */
const tell = async (some: readonly Life[], first: number): Promise<void> => {
  const happened = some.flatMap(({ moments }, i) =>
    moments.map(({ at, happening: { stage: _, momentOfTruth: __, ...happening } }, k) => ({
      ...happening,
      id: `${first + i}-${k}`,
      occurredAt: new Date(at).toISOString(),
      subject: idOf(first + i),
    })),
  );
  for (let at = 0; at < happened.length; at += 2000) await keep(analytics.pool, ...happened.slice(at, at + 2000));
  const records = some.map((_, i) => recordWith(idOf(first + i), 1, first + i === 0 ? withdrawn : []));
  await tellAnalytics(analytics.pool, 'customers', records);
};

const learn = () => trainInThread(analytics.pool, now, new AbortController().signal);

const Quality = z.object({
  auc: z.object({ value: z.number(), low: z.number() }),
  calibrationError: z.number(),
  n: z.number(),
});
const Cards = z.object({
  risks: z.array(
    z.object({ risk: z.string(), shown: z.boolean(), customers: z.number(), quality: Quality.optional() }),
  ),
  nextOffers: z.object({
    shown: z.boolean(),
    quality: z.object({ hitRate: z.number(), hitRateOfPopular: z.number() }),
  }),
});
const Row = z.object({
  customer: z.string(),
  probability: z.number(),
  reasons: z.array(z.object({ feature: z.string(), effect: z.number(), text: z.string() })),
});
const List = z.object({ customers: z.array(Row), nextCursor: z.string().optional(), quality: Quality.optional() });
const Because = z.object({ reason: z.string(), message: z.string() });
const OfCustomer = z.object({
  risks: z.array(
    z.object({
      risk: z.string(),
      probability: z.number().optional(),
      because: Because.optional(),
      quality: Quality.optional(),
    }),
  ),
  nextOffers: z.object({ offers: z.array(z.object({ product: z.string() })), because: Because.optional() }),
});

/** In one call for whoever has her before them, each in a sentence. */
const Briefing = z.object({
  risks: z.array(
    z.object({
      risk: z.string(),
      sentence: z.string(),
      reasons: z.array(z.string()).optional(),
      because: Because.optional(),
      quality: z.object({ auc: z.object({ value: z.number() }), trainedAt: z.string() }).optional(),
    }),
  ),
  nextOffers: z.object({
    sentence: z.string().optional(),
    offers: z.array(z.object({ product: z.string(), sentence: z.string() })),
    because: Because.optional(),
    quality: z.object({ hitRate: z.number() }).optional(),
  }),
});
const briefing = (customer: string, language: 'en' | 'es') =>
  read(`/v1/customers/${customer}/briefing?language=${language}`, Briefing);

const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> => {
  const { status, text } = await analytics.get(path);
  expect(status, text).toBe(200);
  return schema.parse(JSON.parse(text));
};
const everyOne = async (limit: number): Promise<z.infer<typeof Row>[]> => {
  const found = [];
  let cursor = '';
  do {
    const page = await read(`/v1/predictions/leaves/customers?limit=${limit}${cursor}`, List);
    expect(page.customers.length).toBeLessThanOrEqual(limit);
    found.push(...page.customers);
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return found;
};

it('shows what was learnt with its quality, lists everybody once by risk, and says the same of each by herself', async () => {
  const { risks, nextOffers } = await read('/v1/predictions', Cards);
  const leaves = risks.find(({ risk }) => risk === 'leaves');
  expect(leaves).toMatchObject({
    shown: true,
    customers: lives.slice(1).filter(({ moments }) => moments.length > 0).length,
  });
  expect(leaves?.quality?.auc.low).toBeGreaterThan(0.6);
  expect(leaves?.quality?.calibrationError).toBeLessThan(0.08);
  expect(nextOffers.quality.hitRate).toBeGreaterThan(nextOffers.quality.hitRateOfPopular);
  const all = await everyOne(200);
  expect(new Set(all.map(({ customer }) => customer)).size).toBe(all.length);
  expect(all).toEqual(all.toSorted((a, b) => b.probability - a.probability || (a.customer < b.customer ? 1 : -1)));
  expect((await everyOne(77)).map(({ customer }) => customer)).toEqual(all.map(({ customer }) => customer));
  const [first] = all;
  expect(first?.reasons).toHaveLength(3);
  const own = await read(`/v1/customers/${first?.customer}/predictions`, OfCustomer);
  const told = own.risks.find(({ risk }) => risk === 'leaves');
  // It is a moment later.
  expect(told?.probability).toBeCloseTo(first?.probability ?? 0, 2);
  expect(told?.quality?.auc).toEqual(leaves?.quality?.auc);
  expect(own.nextOffers.offers.length).toBeGreaterThan(0);
});

it('tells who has her before them the risk, its reasons and what to offer, in sentences, or why it does not', async () => {
  const [first] = await everyOne(200);
  if (!first) throw new Error('nobody is listed');
  const own = await read(`/v1/customers/${first.customer}/predictions`, OfCustomer);
  const [english, spanish] = [await briefing(first.customer, 'en'), await briefing(first.customer, 'es')];
  const leaves = english.risks.find(({ risk }) => risk === 'leaves');
  expect(leaves?.sentence).toMatch(
    /^Risk that they do not come back within twice their usual gap: \d+%; of all \d+%\.$/,
  );
  expect(leaves?.quality?.auc).toMatchObject({ value: expect.any(Number) });
  expect(leaves?.reasons).toEqual(first.reasons.map(() => expect.any(String)));
  expect(english.nextOffers.offers.map(({ product }) => product)).toEqual(
    own.nextOffers.offers.map(({ product }) => product),
  );
  expect(english.nextOffers.offers[0]?.sentence).toMatch(/: \d+% of (those who bought|all)/);
  expect(spanish.nextOffers.offers[0]?.sentence).toMatch(/: (el|lo compró el) \d+\s%/);
});

it('tells nothing that is not as good as it has to be, in no call, and says why', async () => {
  const [first] = await everyOne(200);
  if (!first) throw new Error('nobody is listed');
  const { rows } = await analytics.pool.query<{ target: string; content: string }>(
    'SELECT target, content FROM models',
  );
  const weak = { reason: 'too-weak', message: 'On the newest cases it is a coin.' };
  const hide = (target: string, content: string) =>
    analytics.pool.query('UPDATE models SET content = $2 WHERE target = $1', [target, content]);
  for (const { target, content } of rows) await hide(target, JSON.stringify({ ...JSON.parse(content), hidden: weak }));
  const { risks, nextOffers } = await briefing(first.customer, 'en');
  for (const { target, content } of rows) await hide(target, content);
  expect(risks).toEqual(
    risks.map(({ risk }) => ({
      risk,
      because: weak,
      sentence: expect.stringMatching(/ is not told: .* not good enough\.$/),
    })),
  );
  expect(nextOffers).toEqual({
    offers: [],
    because: weak,
    sentence: expect.stringContaining('What to offer next is not told'),
  });
});

it('tells of those who really are silent for good that they leave', async () => {
  const all = await everyOne(200);
  const indexOf = (customer: string): number => Number(customer.slice(-12));
  const law = all.map(({ customer, probability }) => ({
    probability,
    law: lives[indexOf(customer)]?.silenceLikely(now, 60 * dayMs) ?? 0,
  }));
  const mean = (of: typeof law): number => of.reduce((sum, one) => sum + one.law, 0) / of.length;
  const third = Math.floor(law.length / 3);
  expect(mean(law.slice(0, third))).toBeGreaterThan(mean(law.slice(-third)) + 0.1);
});

it('learns of nobody who withdrew profiling, and tells nothing of whoever does so now', async () => {
  const [one, other] = await everyOne(200);
  if (!one || !other) throw new Error('nobody is listed');
  await tellAnalytics(analytics.pool, 'customers', [recordWith(one.customer, 2, withdrawn)]);
  await analytics.pool.query('DELETE FROM profiling WHERE customer = $1', [other.customer]);
  const left = (await everyOne(200)).map(({ customer }) => customer);
  for (const customer of [one.customer, other.customer, idOf(0)]) expect(left).not.toContain(customer);
  const because = async (customer: string) => {
    const { risks, nextOffers } = await read(`/v1/customers/${customer}/predictions`, OfCustomer);
    return [...risks, nextOffers].map((each) => each.because?.reason);
  };
  const thrice = (reason: string): string[] => Array.from({ length: 3 }, () => reason);
  expect(await because(idOf(0))).toEqual(thrice('profiling-withdrawn'));
  expect(await because(one.customer)).toEqual(thrice('profiling-withdrawn'));
  expect(await because(other.customer)).toEqual(thrice('consent-unknown'));
  const { risks, nextOffers } = await briefing(one.customer, 'es');
  expect([...risks, nextOffers].map((each) => each.because?.reason)).toEqual(thrice('profiling-withdrawn'));
  expect(nextOffers).toMatchObject({
    offers: [],
    sentence: 'Qué ofrecer no se dice: retiró su consentimiento a la elaboración de perfiles.',
  });
});

it('keeps of a model its weights alone: no id of anybody is in the tables of models', async () => {
  const { rows } = await analytics.pool.query<{ content: string }>('SELECT content FROM models');
  const ids = new Set(lives.map((_, i) => idOf(i)));
  for (const { content } of rows) {
    expect(content.match(/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f-]{22}/g) ?? []).toEqual([]);
    for (const id of [...ids].slice(0, 50)) expect(content).not.toContain(id);
  }
});
