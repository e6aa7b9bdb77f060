import { CustomerRecord, HeldIdentifier } from '@hilo/contracts';
import {
  type Authenticate,
  encodeCursor,
  HttpProblem,
  problems,
  type Routes,
  readCursor,
  snapshot,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import { searchWords } from '../domain/search.ts';
import type { RulesInForce } from '../rules-in-force.ts';
import { search } from '../search.ts';
import type { Place as After } from '../store/search-names.ts';
import { Purposed, readerOf } from './reading.ts';

type Dependencies = { pool: Pool; rules: RulesInForce; authenticate: Authenticate; audit: Audit; now(): number };

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
  cursor: z.string().optional().describe('nextCursor of the page before.'),
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

/** `POST /v1/customers/search`: in the body, so that nothing of it is in a URL or a log. */
export const searchRoutes =
  ({ pool, rules, authenticate, ...auditing }: Dependencies): Routes =>
  async (app) => {
    const read = readerOf({ authenticate, ...auditing });
    app.post(
      '/v1/customers/search',
      {
        schema: {
          summary: 'Customers by the beginning of a name, or by an identifier of any kind',
          description:
            'Each of the words has to begin one of the words of the given, family or full name. A name can be searched a ' +
            'second or two after it was told. Whose records are shown is in the audit.',
          tags: ['identity-resolution'],
          body: Question,
          querystring: Purposed,
          response: { 200: Found, ...problems },
        },
        config: { example: { query: 'garcia ana' } },
        // It is of our own making, as in the other routes of records.
        serializerCompiler: () => (answer) => JSON.stringify(answer),
      },
      async (request) => {
        const { note } = await read(request, request.query.purpose);
        const { cursor, ...question } = request.body;
        const after = placeIn(cursor, question.query);
        const { customers, next, isIncomplete } = await snapshot(pool, async (tx) =>
          search(tx, await rules.within(tx), { ...question, after }),
        );
        for (const customer of customers) note(customer.id);
        return {
          customers,
          ...(next && { nextCursor: encodeCursor([next.leading, next.word, next.customer]) }),
          ...(isIncomplete && { incomplete: true }),
        };
      },
    );
  };

const Word = z.string().regex(/^[\p{L}\p{N}]{1,40}$/u);
const Place = z.object({ leading: Word, word: Word, customer: z.uuid() });

/** Where the page before ended; a 400 problem if that was not a page of this query. */
const placeIn = (cursor: string | undefined, query: string): After | undefined => {
  const [leading, word, customer, ...rest] = readCursor(cursor) ?? [];
  if (leading === undefined) return undefined;
  const place = Place.safeParse({ leading, word, customer });
  if (place.success && rest.length === 0 && searchWords(query).includes(leading)) return place.data;
  throw new HttpProblem(400, 'Invalid request', 'The cursor is not one that Hilo gave here.', [
    { path: ['cursor'], message: 'is not a cursor of this list' },
  ]);
};
