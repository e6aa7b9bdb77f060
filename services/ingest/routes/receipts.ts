import { EventId, Problem, Receipt, Source, storable } from '@hilo/contracts';
import { allow, type Caller, callerOf, HttpProblem, mayDo, problems } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readReceipt } from '../receipts/read-receipt.ts';
import { sourcesOf } from '../store/receipts.ts';
import { findContent } from '../store/tail.ts';
import { type Route, tags } from './context.ts';

/** `GET /v1/interactions/{id}`: what became of an interaction that was accepted. */
export const receiptRoute: Route = (app, { pool, authenticate, isBehind, tellReads }) =>
  app.get(
    '/v1/interactions/:id',
    {
      onRequest: allow(authenticate, 'interactions:read', 'interactions:write'),
      schema: {
        summary: 'What became of an interaction: whose it is and why, and which surveys were decided',
        description:
          'A key that may post sees what its own source has posted; one with interactions:read sees all. An interaction ' +
          'of somebody who was erased is not known. Just after a 202 it is not known yet: see the answer, and ask again. ' +
          'With the scope customers:read, and its content for 7 days; that is noted in GET /v1/identity/audit.',
        tags,
        params: z.object({ id: storable(EventId) }),
        querystring: z.object({
          source: storable(Source)
            .optional()
            .describe('Who posted it: needed where several have posted one with this id.'),
          purpose: storable(z.string().min(1).max(200))
            .optional()
            .describe('What the content is read for, for the audit; or in the header Hilo-Purpose.'),
        }),
        response: { 200: Receipt, ...problems, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const source = request.query.source ?? (await sourceFor(pool, caller, id));
      if (source !== caller.source && !mayDo(caller, 'interactions:read')) {
        throw new HttpProblem(
          403,
          'Not allowed',
          'Without the scope interactions:read, a key sees its own source alone.',
        );
      }
      const read = async (): Promise<Receipt | undefined> => {
        const receipt = await readReceipt(pool, { id, source });
        if (receipt === undefined || !mayDo(caller, 'customers:read')) return receipt;
        const found = await findContent(pool, { id, source });
        if (found === undefined) return receipt;
        await tellReads(request, [found.subject], request.query.purpose);
        return { ...receipt, content: found.content };
      };
      const receipt = await read();
      if (receipt !== undefined) return receipt;
      if (!(await isBehind())) {
        // It may have been told of since the first look.
        const told = await read();
        if (told !== undefined) return told;
        throw new HttpProblem(404, 'Not found', `Nothing is known of an interaction ${id} of the source ${source}.`);
      }
      reply.header('retry-after', '1');
      throw new HttpProblem(
        404,
        'Not found',
        `Nothing is known yet of an interaction ${id} of the source ${source}. Interactions are on their way; if you got a ` +
          '202 for it, it is among them: ask again in a second.',
      );
    },
  );

/** The caller's own source, or the only other one that has such an interaction, for who may read all. */
const sourceFor = async (pool: Pool, caller: Caller, id: string): Promise<string> => {
  if (!mayDo(caller, 'interactions:read')) return caller.source;
  const sources = await sourcesOf(pool, id);
  const [only = caller.source] = sources;
  if (sources.length <= 1) return only;
  if (sources.includes(caller.source)) return caller.source;
  throw new HttpProblem(409, 'Conflict', 'Several sources have posted an interaction with this id.', [
    { path: ['source'], message: `has to be one of ${sources.join(', ')}` },
  ]);
};
