import { Problem } from '@hilo/contracts';
import { HttpProblem, type Logger, type Routes } from '@hilo/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Posting } from '../posting/take.ts';
import { deliveryOf } from '../webhooks/delivery.ts';
import { receive } from '../webhooks/receive.ts';
import type { OpenWebhook } from '../webhooks/remember.ts';

type Dependencies = { posting: Posting; findWebhook(id: string): Promise<OpenWebhook>; logger: Pick<Logger, 'warn'> };

/** Meta's batches have up to 3 MB. */
const maxBodyBytes = 4 * 1024 * 1024;

const params = z.object({ id: z.string().max(100) });
const anyId = z.object({ id: z.string() });
const tags = ['webhooks'];
const refusals = { 400: Problem, 403: Problem, 404: Problem, 429: Problem, 503: Problem };
const Receipt = z.object({ accepted: z.int(), rejected: z.int(), ignored: z.int() });

/** `/v1/webhooks/{id}/events`: where providers post, and ask beforehand whether they may. */
export const webhookEventRoutes =
  ({ posting: { admission, take }, findWebhook, logger }: Dependencies): Routes =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const webhooks = new WeakMap<FastifyRequest, OpenWebhook>();

    const admit = async (request: FastifyRequest<{ Params: unknown }>, reply: FastifyReply): Promise<void> => {
      // Not by the schema: what is no id is of no endpoint, however long it is.
      const { id } = anyId.parse(request.params);
      const webhook = await findWebhook(id);
      const { source, rateLimit } = webhook.settings;
      webhooks.set(request, webhook);
      const caller = { kind: 'key' as const, keyId: `webhook:${id}`, source, scopes: new Set<never>() };
      admission.admitCaller(request, reply, { ...caller, ...(rateLimit !== undefined && { rateLimit }) });
    };
    const admitted = (request: FastifyRequest): OpenWebhook => {
      const webhook = webhooks.get(request);
      if (webhook === undefined) throw new HttpProblem(404, 'Not found', 'There is no such endpoint.');
      return webhook;
    };

    app.post(
      '/v1/webhooks/:id/events',
      {
        schema: {
          summary: 'Where a provider posts',
          description:
            'JSON or a form, signed as the provider signs. 200 is a receipt: what cannot be understood is counted and not asked for again.',
          tags,
          params,
          consumes: ['application/json', 'application/x-www-form-urlencoded'],
          body: z.unknown(),
          response: { 200: z.union([Receipt, z.string()]), ...refusals, 413: Problem },
          security: [],
        },
        bodyLimit: maxBodyBytes,
        validatorCompiler: () => (value: unknown) => ({ value }),
        onRequest: admit,
      },
      async (request, reply) => {
        const webhook = admitted(request);
        const { publicUrl } = webhook.settings;
        const receipt = await take(request, (intake, body) =>
          receive(intake, { webhook, delivery: deliveryOf(request, body, publicUrl), logger }),
        );
        const { thanks } = webhook.adapter;
        return thanks === undefined ? receipt : reply.type(thanks.type).serializer(String).send(thanks.body);
      },
    );
    app.get(
      '/v1/webhooks/:id/events',
      {
        schema: {
          summary: 'Where a provider asks whether the endpoint is yours',
          description: 'Meta and WhatsApp: the challenge, for who shows the verify token.',
          tags,
          params,
          querystring: z.record(z.string(), z.unknown()),
          response: { 200: z.string(), ...refusals },
          security: [],
        },
        onRequest: admit,
      },
      async (request, reply) => {
        const { adapter, secrets } = admitted(request);
        const challenge = adapter.challenge?.(request.query, secrets);
        if (challenge === undefined)
          throw new HttpProblem(403, 'Not allowed', 'Show the verify token of this endpoint.');
        return reply.type('text/plain').serializer(String).send(challenge);
      },
    );
  };
