import { IngestResult, Interaction, limits, Problem } from '@hilo/contracts';
import { problems, type Routes } from '@hilo/runtime';
import { z } from 'zod';
import { ingestJson, ingestLines } from '../pipeline.ts';
import type { Posting } from '../posting.ts';

/** `POST /v1/interactions`: a 202 is a receipt. */
export const interactionRoutes =
  ({ door, take }: Posting): Routes =>
  async (app) => {
    // The gate looks at the bytes, so nobody may parse them before.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>(
      ['application/json', 'application/x-ndjson'],
      { parseAs: 'buffer' },
      (_request, body, done) => done(null, body),
    );
    app.post(
      '/v1/interactions',
      {
        schema: {
          summary: 'Post one interaction or many',
          description: `One, an array of up to ${limits.batch}, or as many lines of NDJSON (application/x-ndjson). Posting the same id again changes nothing; give an id, so that a retry is harmless.`,
          tags: ['ingest'],
          body: z.union([Interaction, z.array(Interaction).max(limits.batch)]),
          response: { 202: IngestResult, ...problems, 413: Problem, 415: Problem, 429: Problem, 503: Problem },
        },
        // For the documentation only: the pipeline validates, since it has to answer for every item.
        validatorCompiler: () => (value) => ({ value }),
        onRequest: async (request, reply) => {
          await door.admit(request, reply);
        },
      },
      async (request, reply) => {
        const ingest = request.headers['content-type']?.includes('ndjson') ? ingestLines : ingestJson;
        return reply.status(202).send(await take(request, ingest));
      },
    );
  };
