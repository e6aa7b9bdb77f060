import { CustomerId, Problem } from '@hilo/contracts';
import { allow, cursorOf, findCustomer, pageLimit, pageOf, problems, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { OffersContent, offersTarget, RiskContent } from '../domain/prediction/learnt-model.ts';
import { riskNames } from '../domain/prediction/risk-cases.ts';
import { notLearnt, predict } from '../prediction/predict.ts';
import { readLatestModel, readNextTraining } from '../store/models.ts';
import { listByRisk, PredictionReason } from '../store/predictions.ts';
import { type Route, tags } from './context.ts';
import { OffersCard, offersCardOf, Quality, qualityIn, RiskCard, riskCardOf } from './model-cards.ts';

const audited = 'Who reads it is noted in GET /v1/identity/audit, with the purpose in the header Hilo-Purpose.';

export const NotShownBecause = z
  .object({ reason: z.string(), message: z.string() })
  .describe(
    'Why nothing is shown: of the model, or of the customer (profiling-withdrawn, shared-identifier, not-open …).',
  );

const Probability = z.number().describe('From 0 to 1; calibrated: of a hundred with 0.3 it happens to thirty.');
const Reasons = z
  .array(PredictionReason)
  .describe('What weighs most beside an average customer. It goes along with the risk, and need not cause it.');

const Risk = z.object({
  risk: z.enum(riskNames),
  means: z.string().optional().describe('What it is the risk of.'),
  probability: Probability.optional(),
  reasons: Reasons.optional(),
  because: NotShownBecause.optional(),
  quality: Quality.optional(),
});

const Offer = z.object({
  product: z.string(),
  reason: z.enum(['went-on-to', 'most-bought']),
  share: z.number().describe('Of those who bought `after`; where nothing stands there, of all.'),
  after: z.string().optional().describe('What the customer bought, that others went on from.'),
  lift: z.number().optional().describe('How many times as many of these bought it as of all.'),
  text: z.string(),
});

const Offers = z.object({
  offers: z.array(Offer),
  because: NotShownBecause.optional(),
  quality: OffersCard.shape.quality,
});

const Predictions = z.object({ customer: CustomerId, risks: z.array(Risk), nextOffers: Offers });

export const customerPredictionsRoute: Route = (app, { pool, authenticate, tellReads, now }) =>
  app.get(
    '/v1/customers/:id/predictions',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'The risks of a customer with their reasons, and what to offer next',
        description: `Of what is known at this moment, with the quality on held-out cases beside it; or why nothing is shown. ${audited}`,
        tags,
        params: z.object({ id: CustomerId }),
        response: { 200: Predictions, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await tellReads(request, [customer]);
      const { risks, offers } = await predict(pool, customer, now());
      return {
        customer,
        risks: risks.map(({ model, hidden, ...told }) => ({
          ...told,
          ...(hidden && { because: hidden }),
          ...qualityIn(model),
        })),
        nextOffers: {
          offers: offers.hidden ? [] : offers.offers,
          ...(offers.hidden && { because: offers.hidden }),
          ...(offers.model && { quality: offers.model.content.quality }),
        },
      };
    },
  );

/** By risk, and by customer where that is the same. */
const cursorByRisk = cursorOf('predictions', z.tuple([z.number().min(0).max(1), CustomerId]));

const AtRisk = z.object({
  risk: z.enum(riskNames),
  asOf: z.string().optional().describe('When these were told: with the model, and not since.'),
  because: NotShownBecause.optional(),
  quality: Quality.optional(),
  customers: z.array(z.object({ customer: CustomerId, probability: Probability, reasons: Reasons })),
  nextCursor: z.string().optional(),
});

export const customersAtRiskRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/predictions/:risk/customers',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'Customers by a risk, the largest first',
        description: audited,
        tags,
        params: z.object({ risk: z.enum(riskNames) }),
        querystring: z.object({ limit: pageLimit, cursor: cursorByRisk.parameter }),
        response: { 200: AtRisk, ...problems },
      },
    },
    async (request) => {
      const [{ risk }, { limit, cursor }] = [request.params, request.query];
      const model = await readLatestModel(pool, risk, RiskContent);
      if (model === undefined) return { risk, because: notLearnt, customers: [] };
      const told = { risk, asOf: model.trainedAt.toISOString(), ...qualityIn(model) };
      if (model.content.hidden) return { ...told, because: model.content.hidden, customers: [] };
      const rows = await listByRisk(pool, { target: risk, version: model.version }, cursor, limit + 1);
      const { page, next } = pageOf(rows, limit, ({ probability, customer }) =>
        cursorByRisk.encode([probability, customer]),
      );
      await tellReads(
        request,
        page.map(({ customer }) => customer),
      );
      return { ...told, customers: page, ...next };
    },
  );

const Cards = z.object({
  risks: z.array(RiskCard),
  nextOffers: OffersCard.optional(),
  nextTraining: z.string().optional().describe('When they are learnt anew, at the earliest.'),
});

export const modelCardsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/predictions',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'What was learnt to predict by, how good it is on held-out cases, and whether it is shown',
        tags,
        response: { 200: Cards, ...problems },
      },
    },
    async () => {
      const risks = [];
      for (const risk of riskNames) {
        const model = await readLatestModel(pool, risk, RiskContent);
        if (model) risks.push(riskCardOf(risk, model));
      }
      const offers = await readLatestModel(pool, offersTarget, OffersContent);
      const next = await readNextTraining(pool);
      return {
        risks,
        ...(offers && { nextOffers: offersCardOf(offers) }),
        ...(next && { nextTraining: next.toISOString() }),
      };
    },
  );

/** What is predicted, and how well. */
export const predictionRoutes: readonly Route[] = [modelCardsRoute, customersAtRiskRoute, customerPredictionsRoute];
