import type { IncomingHttpHeaders } from 'node:http';
import { IngestResult, Interaction, limits, Problem } from '@hilo/contracts';
import { HttpProblem, problems, type Routes } from '@hilo/runtime';
import { z } from 'zod';
import { CloudEvent } from '../domain/cloud-event.ts';
import { ingestBinaryEvent, ingestEvent, ingestEvents, ingestJson, ingestLines } from '../pipeline.ts';
import { cloudEventsMode, isJsonType, mediaType } from '../posting/cloud-events.ts';
import type { Ingest, Posting } from '../posting/take.ts';

const types = [
  'application/json',
  'application/x-ndjson',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
];

/** `POST /v1/interactions`: a 202 is a receipt. */
export const interactionRoutes =
  ({ admission, take }: Posting): Routes =>
  async (app) => {
    // The gate looks at the bytes, so nobody may parse them before.
    app.removeAllContentTypeParsers();
    // By name as well: for what it finds by '*' alone, Fastify takes the header apart with every request.
    app.addContentTypeParser<Buffer>([...types, '*'], { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    app.post(
      '/v1/interactions',
      {
        schema: {
          summary: 'Post one interaction or many',
          description: `One, an array of up to ${limits.batch}, or as many lines of NDJSON (application/x-ndjson). Or CloudEvents 1.0: binary (ce- headers), structured or batched; their source and id are the id. Posting the same id again changes nothing; give an id, so that a retry is harmless.`,
          tags: ['ingest'],
          consumes: types,
          body: z.union([Interaction, z.array(Interaction).max(limits.batch), CloudEvent, z.array(CloudEvent)]),
          response: { 202: IngestResult, ...problems, 413: Problem, 415: Problem, 429: Problem, 503: Problem },
        },
        config: { example },
        // For the documentation only: the pipeline validates, since it has to answer for every item.
        validatorCompiler: () => (value) => ({ value }),
        // The answer is of our own making: checking every item of it again would take longer than writing it.
        serializerCompiler: () => (answer) => JSON.stringify(answer),
        onRequest: admission.admit,
      },
      (request, reply) => {
        reply.status(202);
        return take(request, ingestAs(request.headers));
      },
    );
  };

const example: Interaction = {
  id: 'order-1000',
  occurredAt: '2026-01-15T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [
    { kind: 'customer_number', value: 'C-1000' },
    { kind: 'email', value: 'ana.garcia@example.org' },
  ],
  traits: { givenName: 'Ana', familyName: 'García' },
  properties: { amount: 42.5, currency: 'EUR' },
};

/** How the body is to be read, by what the headers say of it. */
const ingestAs = (headers: IncomingHttpHeaders): Ingest => {
  switch (cloudEventsMode(headers)) {
    case 'binary':
      return (intake, body) => ingestBinaryEvent(intake, headers, body);
    case 'structured':
      return ingestEvent;
    case 'batched':
      return ingestEvents;
    case undefined:
      return ingestPlainly(mediaType(headers));
  }
};

const ingestPlainly = (type: string): Ingest => {
  if (type.includes('ndjson')) return ingestLines;
  if (isJsonType(type)) return ingestJson;
  const said = type === '' ? 'There is no Content-Type' : `Content-Type is ${type}`;
  throw new HttpProblem(415, 'Unsupported media type', `${said}; send one of ${types.join(', ')}, or another +json.`);
};
