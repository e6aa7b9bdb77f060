import { IngestResult, Problem } from '@hilo/contracts';
import { problems, type Routes } from '@hilo/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SegmentMessage, SegmentType } from '../domain/segment/message.ts';
import { ingestBatch, ingestCall } from '../pipeline.ts';
import { bodyOf, type Posting } from '../posting.ts';
import { type Calls, largestBatch, readBatch, readCall } from '../segment-items.ts';

/** Segment allows 500 KB a batch; RudderStack's clients can be set to more. */
const maxBodyBytes = 4 * 1024 * 1024;

const SegmentResult = z
  .object({ success: z.boolean().describe('Whether every call was accepted.'), ...IngestResult.shape })
  .describe('One result per call, in order. A call that was rejected will never be accepted as it is.');

const SegmentBatch = z.looseObject({
  batch: z.array(SegmentMessage.extend({ type: SegmentType })).max(largestBatch),
  sentAt: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
});

const response = { 200: SegmentResult, ...problems, 413: Problem, 415: Problem, 429: Problem, 503: Problem };
const key = 'The write key is an API key: the user name of Basic authentication, or `writeKey` in the body.';

/** `POST /v1/{track,identify,page,screen,group,alias,batch}`, so that the SDKs of Segment and RudderStack work unchanged. */
export const segmentRoutes =
  ({ door, take }: Posting): Routes =>
  async (app) => {
    // RudderStack's SDK labels its JSON as a form, and browsers label it as text: the gate decides what it is.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    const admit: typeof door.admit = function (request, reply, done) {
      if (hasKey(request)) door.admit.call(this, request, reply, done);
      else done();
    };
    const options = (summary: string, body: z.ZodType, example: unknown) => ({
      config: { example },
      schema: { summary, description: key, tags: ['segment'], body, response, security: [{ basic: [] }, { key: [] }] },
      bodyLimit: maxBodyBytes,
      validatorCompiler: () => (value: unknown) => ({ value }),
      onRequest: admit,
    });

    /** Admits by the key in the body where no header had one, then answers as Segment does. */
    const answer = async (request: FastifyRequest, reply: FastifyReply, calls: Calls, ingest: typeof ingestBatch) => {
      if (!hasKey(request)) await door.admitByKey(request, reply, calls.writeKey ?? '');
      const result = await take(request, (intake) => ingest(intake, calls));
      return reply.status(200).send({ success: result.rejected === 0, ...result });
    };

    for (const type of SegmentType.options) {
      app.post(`/v1/${type}`, options(`Segment's ${type} call`, SegmentMessage, examples[type]), (request, reply) =>
        answer(request, reply, readCall(bodyOf(request), type), ingestCall),
      );
    }
    app.post(
      '/v1/batch',
      options('Calls of Segment, each with a result of its own', SegmentBatch, batchExample),
      (request, reply) => answer(request, reply, readBatch(bodyOf(request)), ingestBatch),
    );
  };

const examples: Readonly<Record<SegmentType, object>> = {
  track: { userId: 'user-1000', event: 'Order Completed', properties: { revenue: 42.5 } },
  identify: { userId: 'user-1000', traits: { email: 'ana.garcia@example.org', firstName: 'Ana' } },
  page: { anonymousId: 'visitor-1000', name: 'Home', properties: { path: '/' } },
  screen: { userId: 'user-1000', name: 'Boarding pass' },
  group: { userId: 'user-1000', groupId: 'company-7' },
  alias: { previousId: 'visitor-1000', userId: 'user-1000' },
};
const batchExample = { batch: [{ type: 'track', userId: 'user-1000', event: 'Order Completed' }] };

/** Basic authentication without a user name is what a client sends that has its key in the body. */
const hasKey = ({ headers: { authorization } }: FastifyRequest): boolean =>
  authorization !== undefined && !/^basic +Og==$/i.test(authorization);
