import { IngestResult, Interaction, limits, Problem } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { type Authenticate, extractTrace, problems, type Routes, traceHeaders } from '@hilo/runtime';
import { z } from 'zod';
import { countResult } from '../events.ts';
import { ingestJson, ingestLines } from '../pipeline.ts';

type Dependencies = { log: Log; authenticate: Authenticate; now(): number; newId(): string; maxSkewMs: number };

/** `POST /v1/interactions`: a 202 is a receipt. */
export const interactionRoutes =
  ({ log, authenticate, now, newId, maxSkewMs }: Dependencies): Routes =>
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
          response: { 202: IngestResult, ...problems, 413: Problem, 415: Problem, 503: Problem },
        },
        // For the documentation only: the pipeline validates, since it has to answer for every item.
        validatorCompiler: () => (value) => ({ value }),
      },
      async (request, reply) => {
        const { source } = await authenticate(request, 'interactions:write');
        const body: unknown = request.body;
        const ingest = request.headers['content-type']?.includes('ndjson') ? ingestLines : ingestJson;
        const trace = traceHeaders(extractTrace(request.headers));
        const acceptance = { source, now: now(), maxSkewMs, newId };
        const result = await ingest(log, Buffer.isBuffer(body) ? body : Buffer.alloc(0), acceptance, trace);
        countResult(source, result);
        return reply.status(202).send(result);
      },
    );
  };
