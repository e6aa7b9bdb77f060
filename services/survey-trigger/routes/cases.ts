import { CustomerId, EventId, Problem, Source, Timestamp, Uuid, Word } from '@hilo/contracts';
import { allow, cursorOf, findCustomer, keyTime, pageLimit, pageOf, problems, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { noSuchCase } from '../cases/work.ts';
import { Severity } from '../domain/cases/case-rules.ts';
import { textId } from '../domain/verbatims/said.ts';
import { CaseCounts, countCases, readCaseInteractions, readCases } from '../store/case-list.ts';
import { readSteps } from '../store/case-steps.ts';
import { findCase } from '../store/cases.ts';
import { verbatimsOfTexts } from '../store/verbatim-list.ts';
import { audited, type Route, tags } from './context.ts';
import { ShownCase, ShownStep, shownCase, shownStep } from './shown-case.ts';
import { ShownVerbatim, shownVerbatim } from './shown-verbatim.ts';

const cursorInCases = cursorOf('cases', z.tuple([keyTime, z.uuid()]));

const states = {
  active: ['open', 'waiting'],
  open: ['open'],
  waiting: ['waiting'],
  resolved: ['resolved'],
  joined: ['joined'],
  withdrawn: ['withdrawn'],
  any: undefined,
} as const;
const ListedState = z.enum(['active', 'open', 'waiting', 'resolved', 'joined', 'withdrawn', 'any']);
const name = z.string().max(200).optional();

const listCasesRoute: Route = (app, { pool, authenticate, tellReads, now }) =>
  app.get(
    '/v1/cases',
    {
      onRequest: allow(authenticate, 'cases:read'),
      schema: {
        summary: 'Unhappy customers of whom somebody takes care; those that were opened last first',
        description: `The first page says how many there are of those that match. ${audited}`,
        tags,
        querystring: z.object({
          state: ListedState.default('active').describe('active: open and waiting.'),
          customer: CustomerId.optional(),
          queue: name,
          owner: name,
          defender: name,
          severity: Severity.optional(),
          about: name,
          rule: name,
          touchpoint: name,
          rootCause: name,
          overdue: z.stringbool().optional().describe('`true`: those alone of which something is due and not done.'),
          unassigned: z.stringbool().optional().describe('`true`: those alone that nobody has.'),
          limit: pageLimit,
          cursor: cursorInCases.parameter,
        }),
        response: {
          200: z.object({
            cases: z.array(ShownCase),
            counts: CaseCounts.optional().describe('Of all that match but for `state`.'),
            nextCursor: z.string().optional(),
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, customer, state, overdue, ...filter } = request.query;
      const at = now();
      const known = customer && (await findCustomer(pool, customer));
      if (customer && !known) throw unknownCustomer();
      const wanted = { ...filter, customer: known, ...(overdue && { overdueAt: at }) };
      const rows = await readCases(pool, { ...wanted, states: states[state] }, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, id }) => cursorInCases.encode([orderedAt, id]));
      await tellReads(
        request,
        page.map((one) => one.customer),
      );
      const counts = after === undefined ? { counts: await countCases(pool, wanted, at) } : {};
      return { cases: page.map((one) => shownCase(one, at)), ...counts, ...next };
    },
  );

const caseRoute: Route = (app, { pool, authenticate, tellReads, now }) =>
  app.get(
    '/v1/cases/:id',
    {
      onRequest: allow(authenticate, 'cases:read'),
      schema: {
        summary: 'A case with its history, and what the customer said',
        description: `Its ETag is what If-Match of whatever changes it has to say. ${audited}`,
        tags,
        params: z.object({ id: Uuid }),
        response: {
          200: ShownCase.extend({
            interactions: z
              .array(z.object({ case: Uuid, source: Source, id: EventId, occurredAt: Timestamp, rule: Word }))
              .describe('What opened it, and what it has taken up since.'),
            verbatims: z
              .array(ShownVerbatim)
              .describe('How was judged what the customer wrote in these, by which words.'),
            history: z.array(ShownStep),
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request, reply) => {
      const one = await findCase(pool, request.params.id);
      if (one === undefined) throw noSuchCase();
      const customer = (await findCustomer(pool, one.subject)) ?? one.customer;
      await tellReads(request, [customer]);
      const shown = shownCase({ ...one, customer }, now());
      reply.header('etag', shown.etag);
      const interactions = await readCaseInteractions(pool, one.id);
      const texts = interactions.map(({ source, interaction }) => textId({ source, id: interaction }));
      const verbatims = await verbatimsOfTexts(pool, texts);
      return {
        ...shown,
        interactions: interactions.map(({ id, interaction, ...said }) => ({ ...said, case: id, id: interaction })),
        verbatims: verbatims.map(shownVerbatim),
        history: (await readSteps(pool, one.id)).map(shownStep),
      };
    },
  );

/** `GET /v1/cases`: who is unhappy, who takes care of it, and until when. */
export const caseRoutes: readonly Route[] = [listCasesRoute, caseRoute];
