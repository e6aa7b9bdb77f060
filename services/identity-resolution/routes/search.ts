import { CustomerRecord, HeldIdentifier } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, problems, snapshot } from '@hilo/runtime';
import { z } from 'zod';
import { searchWords } from '../domain/search.ts';
import { noterOf, Purposed } from '../reading/reader.ts';
import { search } from '../reading/search.ts';
import { type Route, tags } from './context.ts';

const Word = z.string().regex(/^[\p{L}\p{N}]{1,40}$/u);
const cursorInSearch = cursorOf('search', z.object({ leading: Word, word: Word, customer: z.uuid() }));

const Question = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(512)
    .describe(
      'How a name begins, without regard to accents, case or order (`garcia ana`, `gar an`); or a whole identifier of any kind.',
    ),
  limit: z.int().min(1).max(50).default(20),
  cursor: cursorInSearch.parameter,
});

const { id, version, ambiguous, interactions } = CustomerRecord.shape;
const Found = z.object({
  customers: z.array(
    z.object({
      id,
      version,
      ambiguous,
      matched: z.enum(['identifier', 'name']).describe('What the query was found in.'),
      names: z.object({ givenName: z.string(), familyName: z.string(), fullName: z.string() }).partial(),
      identifiers: z.array(HeldIdentifier.pick({ kind: true, value: true, status: true })),
      interactions: interactions.pick({ total: true, lastAt: true }),
    }),
  ),
  nextCursor: z.string().optional(),
  incomplete: z
    .boolean()
    .optional()
    .describe('True for some minutes after an update of Hilo, until the names of everybody can be searched.'),
});

export const searchRoute: Route = (app, { pool, rules, authenticate, audit, now }) =>
  app.post(
    '/v1/customers/search',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Customers by the beginning of a name, or by an identifier of any kind',
        description:
          'Each of the words has to begin one of the words of the given, family or full name. A name can be searched a ' +
          'second or two after it was told. Whose records are shown is in the audit.',
        tags,
        body: Question,
        querystring: Purposed,
        response: { 200: Found, ...problems },
      },
      config: { example: { query: 'garcia ana' } },
      // It is of our own making, as in the other routes of records.
      serializerCompiler: () => (answer) => JSON.stringify(answer),
    },
    async (request) => {
      const note = noterOf({ audit, now }, request, request.query.purpose);
      const { cursor: after, ...question } = request.body;
      refuseAnotherQuery(after, question.query);
      const { customers, next, isIncomplete } = await snapshot(pool, async (tx) =>
        search(tx, await rules.within(tx), { ...question, after }),
      );
      for (const customer of customers) note(customer.id);
      return {
        customers,
        ...(next && { nextCursor: cursorInSearch.encode(next) }),
        ...(isIncomplete && { incomplete: true }),
      };
    },
  );

/** `POST /v1/customers/search`: in the body, so that nothing of it is in a URL or a log. */
export const searchRoutes: readonly Route[] = [searchRoute];

/** Throws a 400 problem if the page before was not one of this query. */
const refuseAnotherQuery = (after: { leading: string } | undefined, query: string): void => {
  if (after === undefined || searchWords(query).includes(after.leading)) return;
  throw new HttpProblem(400, 'Invalid request', 'The cursor is not one that Hilo gave here.', [
    { path: ['cursor'], message: 'is a cursor of another query' },
  ]);
};
