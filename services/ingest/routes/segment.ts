import { IngestResult, Problem } from '@hilo/contracts';
import { problems, type Routes } from '@hilo/runtime';
import type { FastifyReply, FastifyRequest, preSerializationAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { SegmentMessage, SegmentType } from '../domain/segment/message.ts';
import { ingestBatch, ingestCall } from '../pipeline.ts';
import { largestBatch, readBatch, readCall, type SegmentCalls } from '../posting/segment-calls.ts';
import { bodyOf, type Posting } from '../posting/take.ts';

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

/** As Segment answers errors too: its clients read `code` and `message`. */
const SegmentProblem = Problem.extend({
  code: z.string().describe('The title as a word, such as not_authorised.'),
  message: z.string().describe('What is wrong, and with which field.'),
});

const response = {
  200: SegmentResult,
  ...Object.fromEntries(
    [...Object.keys(problems).map(Number), 413, 415, 429, 503].map((status) => [status, SegmentProblem]),
  ),
};

const key = 'The write key is an API key: the user name of Basic authentication, or `writeKey` in the body.';

/**
 * By which paths clients post, the first of which is the one that is documented: Segment's clients in browsers and on phones
 * shorten them to their first letter, those for Java and .NET call a batch an import, and RudderStack's in a browser
 * says `beacon` when a page closes.
 */
export const segmentPaths: Readonly<Record<SegmentType | 'batch', readonly [string, ...string[]]>> = {
  track: ['/v1/track', '/v1/t'],
  identify: ['/v1/identify', '/v1/i'],
  page: ['/v1/page', '/v1/p'],
  screen: ['/v1/screen', '/v1/s'],
  group: ['/v1/group', '/v1/g'],
  alias: ['/v1/alias', '/v1/a'],
  batch: ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'],
};

/** `POST /v1/{track,identify,page,screen,group,alias,batch}`, so that the SDKs of Segment and RudderStack work unchanged. */
export const segmentRoutes =
  ({ admission, take }: Posting): Routes =>
  async (app) => {
    // RudderStack's SDK labels its JSON as a form, and browsers label it as text: the gate decides what it is.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    const admit: typeof admission.admit = function (request, reply, done) {
      if (hasKey(request)) admission.admit.call(this, request, reply, done);
      else done();
    };
    const options = (summary: string, body: z.ZodType, { example, at }: { example: unknown; at: number }) => ({
      config: { example },
      schema: {
        summary,
        description: key,
        tags: ['segment'],
        hide: at > 0,
        body,
        querystring: z.object({ writeKey: z.string().optional() }),
        response,
        security: [{ basic: [] }, { key: [] }],
      },
      bodyLimit: maxBodyBytes,
      validatorCompiler: () => (value: unknown) => ({ value }),
      onRequest: admit,
      preSerialization: asSegmentSays,
    });

    /** Admits by the key in the body or the address where no header had one, then answers as Segment does. */
    const answer = async (
      request: FastifyRequest,
      reply: FastifyReply,
      calls: SegmentCalls,
      ingest: typeof ingestBatch,
    ) => {
      if (!hasKey(request)) await admission.admitByKey(request, reply, calls.writeKey ?? keyInAddress(request));
      const result = await take(request, (intake) => ingest(intake, calls));
      return reply.status(200).send({ success: result.rejected === 0, ...result });
    };

    for (const type of SegmentType.options) {
      for (const [at, path] of segmentPaths[type].entries()) {
        app.post(
          path,
          options(`Segment's ${type} call`, SegmentMessage, { example: examples[type], at }),
          (request, reply) => answer(request, reply, readCall(bodyOf(request), type), ingestCall),
        );
      }
    }
    for (const [at, path] of segmentPaths.batch.entries()) {
      const described = options('Calls of Segment, each with a result of its own', SegmentBatch, {
        example: batchExample,
        at,
      });
      app.post(path, described, (request, reply) => answer(request, reply, readBatch(bodyOf(request)), ingestBatch));
    }
  };

/** An error as Segment's clients read it, beside the problem that everybody gets. */
const asSegmentSays: preSerializationAsyncHookHandler = async (_request, _reply, payload) => {
  const { success, data } = Problem.safeParse(payload);
  if (!success) return payload;
  const [first] = data.errors ?? [];
  const what = data.detail ?? data.title;
  return {
    ...data,
    code: data.title.toLowerCase().replaceAll(/[^a-z]+/g, '_'),
    message: first === undefined ? what : `${what} ${first.path}: ${first.message}`,
  };
};

/** What a page sends when it closes can have no headers of its own. */
const keyInAddress = ({ query }: FastifyRequest): string =>
  z.object({ writeKey: z.string() }).safeParse(query).data?.writeKey ?? '';

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
