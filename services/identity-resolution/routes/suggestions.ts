import { CustomerId, Decision, Problem, Timestamp, Uuid } from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  HttpProblem,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { noterOf, Purposed } from '../reading/reader.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { askForModel, readModelState } from '../store/suggestions/linkage-models.ts';
import { countRecords } from '../store/suggestions/linkage-records.ts';
import { countOpen, listSuggestions, Suggestion } from '../store/suggestions/suggestion-list.ts';
import { SuggestionState } from '../store/suggestions/suggestions.ts';
import { answerSuggestion } from '../suggestions/answer-suggestion.ts';
import { leastProbable } from '../suggestions/compare-records.ts';
import { fewestToLearnFrom } from '../suggestions/learn-model.ts';
import { type Route, tags } from './context.ts';

const Answer = z.object({ decision: Decision });
const Model = z.object({
  version: z.int().describe('0 is the one that is shipped.'),
  records: z.int().describe('How many customers could be compared when it was learnt.'),
  estimatedAt: Timestamp.optional(),
  askedAt: Timestamp.optional().describe('When the next one was asked for, which is not in force yet.'),
});

const answers = { accept: 'accepted', reject: 'rejected' } as const;
const summaries = {
  accept: 'They are one person: a decision of the kind same',
  reject: 'They are two people: a decision of the kind not_same',
};

const minProbability = z.coerce.number().min(0).max(1).default(0.5);
const cursorInSuggestions = cursorOf('suggestions', z.tuple([z.number(), z.uuid()]));

export const listSuggestionsRoute: Route = (app, { pool, authenticate, audit, now }) =>
  app.get(
    '/v1/identity/suggestions',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Who may be one person though no identifier says so; the most probable first',
        description: `With the weight of each field. Less probable ones than ${leastProbable} are not kept.`,
        tags,
        querystring: z.object({
          customer: CustomerId.optional().describe('Only with this customer.'),
          minProbability,
          state: SuggestionState.default('open'),
          limit: pageLimit,
          cursor: cursorInSuggestions.parameter,
          ...Purposed.shape,
        }),
        response: {
          200: z.object({ suggestions: z.array(Suggestion), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { customer, cursor: after, limit, purpose, ...filter } = request.query;
      const note = noterOf({ audit, now }, request, purpose);
      const subjects = customer === undefined ? undefined : await subjectsOf(pool, customer);
      if (subjects?.length === 0) throw unknownCustomer();
      const found = await listSuggestions(pool, { ...filter, subjects, after, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ weight, id }) => cursorInSuggestions.encode([weight, id]));
      for (const id of new Set(page.flatMap(({ sides }) => sides.map((side) => side.customer)))) note(id);
      return { suggestions: page, ...next };
    },
  );

export const countSuggestionsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/suggestions/counts',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'How many suggestions wait for an answer',
        description: 'Of nobody in particular, so that nothing is noted in the audit.',
        tags,
        querystring: z.object({ minProbability }),
        response: { 200: z.object({ open: z.int() }), ...problems },
      },
    },
    async (request) => ({ open: await countOpen(pool, request.query.minProbability) }),
  );

const answerRoute =
  (verb: 'accept' | 'reject'): Route =>
  (app, { publisher, authenticate, logger, now }) =>
    app.post(
      `/v1/identity/suggestions/:id/${verb}`,
      {
        onRequest: allow(authenticate, 'identity:write'),
        schema: {
          summary: summaries[verb],
          description: 'Between the strongest identifiers of both. It can be taken back as any decision.',
          tags,
          params: z.object({ id: Uuid }),
          body: z.strictObject({ reason: z.string().min(1).max(1000).optional() }).nullish(),
          response: { 200: Answer, ...problems, 404: Problem, 409: Problem },
        },
      },
      async (request) => {
        const verdict = { id: request.params.id, state: answers[verb], reason: request.body?.reason };
        const asking = { by: doneBy(callerOf(request)), now: now() };
        const decision = await answerSuggestion(publisher, logger, verdict, asking);
        if (decision === undefined) throw new HttpProblem(404, 'Not found', 'There is no such suggestion.');
        return { decision };
      },
    );

export const modelRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/suggestions/model',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: { summary: 'The model that compares people', tags, response: { 200: Model, ...problems } },
    },
    async () => readModelState(pool),
  );

export const learnModelRoute: Route = (app, { pool, authenticate }) =>
  app.post(
    '/v1/identity/suggestions/model',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Learn a new model from the records that there are, in the background',
        description:
          'It happens by itself when there are twice as many as before. Everybody is compared again with it.',
        tags,
        response: { 202: Model, ...problems, 409: Problem },
      },
    },
    async (_request, reply) => {
      if ((await countRecords(pool)) < fewestToLearnFrom) {
        throw new HttpProblem(
          409,
          'Conflict',
          `There are fewer than ${fewestToLearnFrom} people with a name to learn from.`,
        );
      }
      await askForModel(pool);
      reply.status(202);
      return readModelState(pool);
    },
  );

/** Who may be one person though no identifier says so, and what people answer to that. */
export const suggestionRoutes: readonly Route[] = [
  listSuggestionsRoute,
  countSuggestionsRoute,
  answerRoute('accept'),
  answerRoute('reject'),
  modelRoute,
  learnModelRoute,
];
