import { randomUUID } from 'node:crypto';
import {
  CustomerId,
  CustomerRecord,
  Decision,
  DecisionRequest,
  Identifier,
  instantOf,
  Problem,
  Uuid,
} from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  HttpProblem,
  pageLimit,
  pageOf,
  problems,
  transaction,
  unknownCustomer,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { commitDecision } from '../decisions/commit-decision.ts';
import { type Made, makeDecision, retractDecision } from '../decisions/make-decision.ts';
import { rehearseDecision } from '../decisions/rehearse-decision.ts';
import { nodeFor } from '../domain/node.ts';
import type { Work } from '../publishing/commit.ts';
import type { Publisher } from '../publishing/publish.ts';
import { noterOf, type ReadRequest } from '../reading/reader.ts';
import { customersWith, listDecisions, nodesOfDecision } from '../store/decisions.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { type Context, type Route, tags } from './context.ts';

const Answer = z.object({
  decision: Decision,
  customers: z.array(CustomerId).describe('Whom it concerns: who has one of the identifiers that it names, now.'),
});

const Rehearsal = z.object({
  decision: Decision.describe('As it would be made, or taken back.'),
  before: z.array(CustomerRecord).describe('The records that would be others, as they are.'),
  after: z.array(CustomerRecord).describe('What they would be then; of one that would be no more there is none.'),
});

const readToo = 'Needs `customers:read` as well, and is noted as a reading of the records.';

const cursorInDecisions = cursorOf('decisions', z.tuple([z.int(), z.uuid()]));

/** To split, to hold apart or together, to dissociate, to withdraw. */
export const makeDecisionRoute: Route = (app, { publisher, authenticate, logger, now }) =>
  app.post(
    '/v1/identity/decisions',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Decide who is who',
        description:
          'split: these identifiers are somebody else’s. not_same, same: these are, or are not, one person’s. ' +
          'dissociate: the wrong person. withdraw: this interaction counts for nobody. In effect when it is answered; ' +
          'in every other service within seconds.',
        tags,
        body: DecisionRequest,
        response: { 200: Answer, ...problems, 409: Problem },
      },
      config: {
        example: {
          kind: 'same',
          one: { kind: 'email', value: 'ana.garcia@example.org' },
          other: { kind: 'email', value: 'ana.garcia.ruiz@example.org' },
        },
      },
    },
    async (request) => {
      const asking = { by: doneBy(callerOf(request)), now: now(), id: request.body.id ?? randomUUID() };
      const made = await commitDecision(publisher, logger, (tx, rules) =>
        makeDecision(tx, rules, request.body, asking),
      );
      if (made === undefined) throw new Error('a decision was neither made nor refused');
      return answerOf(publisher.pool, made.decision);
    },
  );

export const retractDecisionRoute: Route = (app, { publisher, authenticate, logger, now }) =>
  app.delete(
    '/v1/identity/decisions/:id',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Take a decision back',
        description: 'It has no effect from then on, and stays in the history.',
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Answer, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const asking = { by: doneBy(callerOf(request)), now: now(), id: request.params.id };
      const made = await commitDecision(publisher, logger, (tx, rules) => retractDecision(tx, rules, asking));
      if (made === undefined) throw new HttpProblem(404, 'Not found', 'There is no such decision.');
      return answerOf(publisher.pool, made.decision);
    },
  );

export const listDecisionsRoute: Route = (app, { publisher, authenticate }) =>
  app.get(
    '/v1/identity/decisions',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'What was decided, the latest first; those that were taken back too',
        tags,
        querystring: z.object({
          customer: CustomerId.optional().describe('Only what names an identifier of this customer.'),
          kind: Identifier.shape.kind.optional().describe('With value: only what names this identifier.'),
          value: Identifier.shape.value.optional(),
          limit: pageLimit,
          cursor: cursorInDecisions.parameter,
        }),
        response: {
          200: z.object({ decisions: z.array(Decision), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, ...filter } = request.query;
      const nodes = await nodesIn(publisher, filter);
      const found = await listDecisions(publisher.pool, { nodes, after, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ at, id }) => cursorInDecisions.encode([instantOf(at), id]));
      return { decisions: page, ...next };
    },
  );

export const rehearseDecisionRoute: Route = (app, context) =>
  app.post(
    '/v1/identity/decisions/dry-run',
    {
      onRequest: allow(context.authenticate, 'identity:write'),
      schema: {
        summary: 'Find out what a decision would make of the records',
        description: `Makes it, says what came of it, and takes it back before anybody sees it. ${readToo}`,
        tags,
        body: DecisionRequest,
        response: { 200: Rehearsal, ...problems, 409: Problem },
      },
      config: { example: { kind: 'dissociate', identifier: { kind: 'email', value: 'ana.garcia@example.org' } } },
    },
    (request) => {
      const asking = { by: doneBy(callerOf(request)), now: context.now(), id: request.body.id ?? randomUUID() };
      return rehearsed(context, request, (tx, rules) => makeDecision(tx, rules, request.body, asking));
    },
  );

export const rehearseRetractionRoute: Route = (app, context) =>
  app.post(
    '/v1/identity/decisions/:id/dry-run',
    {
      onRequest: allow(context.authenticate, 'identity:write'),
      schema: {
        summary: 'Find out what taking a decision back would make of the records',
        description: readToo,
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Rehearsal, ...problems, 404: Problem },
      },
    },
    (request) => {
      const asking = { by: doneBy(callerOf(request)), now: context.now(), id: request.params.id };
      return rehearsed(context, request, (tx, rules) => retractDecision(tx, rules, asking));
    },
  );

/** What people decide of who is who. */
export const decisionRoutes: readonly Route[] = [
  makeDecisionRoute,
  rehearseDecisionRoute,
  rehearseRetractionRoute,
  retractDecisionRoute,
  listDecisionsRoute,
];

const rehearsed = async (
  { publisher, authenticate, audit, now }: Context,
  request: ReadRequest & Parameters<typeof authenticate>[0],
  work: Work<Made | undefined>,
): Promise<z.infer<typeof Rehearsal>> => {
  // Who may decide need not be one who may read.
  await authenticate(request, 'customers:read');
  const rehearsal = await rehearseDecision(publisher, work);
  if (rehearsal === undefined) throw new HttpProblem(404, 'Not found', 'There is no such decision.');
  const note = noterOf({ audit, now }, request);
  for (const { id } of rehearsal.before) note(id);
  return rehearsal;
};

const answerOf = async (pool: Pool, decision: Decision): Promise<z.infer<typeof Answer>> => {
  const nodes = await nodesOfDecision(pool, decision.id);
  return { decision, customers: await customersWith(pool, nodes) };
};

/** The nodes that are asked for, or `undefined` for all. */
const nodesIn = async (
  { pool, rules }: Publisher,
  { customer, kind, value }: { customer?: string | undefined; kind?: string | undefined; value?: string | undefined },
): Promise<string[] | undefined> => {
  if (kind !== undefined && value !== undefined) {
    const { registry, deriveId } = await transaction(pool, (tx) => rules.within(tx));
    const node = nodeFor(registry, deriveId, { kind, value });
    return node === undefined ? [] : [node.id];
  }
  if (kind !== undefined || value !== undefined) {
    const path = kind === undefined ? 'kind' : 'value';
    throw new HttpProblem(400, 'Invalid request', 'kind and value belong together.', [
      { path: [path], message: 'is missing' },
    ]);
  }
  if (customer === undefined) return undefined;
  const subjects = await subjectsOf(pool, customer);
  if (subjects.length === 0) throw unknownCustomer();
  return subjects;
};
