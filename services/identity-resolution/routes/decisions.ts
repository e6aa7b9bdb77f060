import { randomUUID } from 'node:crypto';
import { CustomerId, Decision, DecisionRequest, Identifier, instantOf, Problem, Uuid } from '@hilo/contracts';
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
import { makeDecision, retractDecision } from '../decisions/make-decision.ts';
import { nodeFor } from '../domain/node.ts';
import type { Publisher } from '../publishing/publish.ts';
import { customersWith, listDecisions, nodesOfDecision } from '../store/decisions.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { type Route, tags } from './context.ts';

const Answer = z.object({
  decision: Decision,
  customers: z.array(CustomerId).describe('Whom it concerns: who has one of the identifiers that it names, now.'),
});

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

/** What people decide of who is who. */
export const decisionRoutes: readonly Route[] = [makeDecisionRoute, retractDecisionRoute, listDecisionsRoute];

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
