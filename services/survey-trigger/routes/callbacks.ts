import { Problem, toStorable } from '@hilo/contracts';
import {
  HttpProblem,
  type Outgoing,
  publishOutbox,
  putIntoOutbox,
  type RouteApp,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { isSignedByTwilio } from '@hilo/signatures';
import { verifiedBody } from '@hilo/webhook-out';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { languageOfAnswer } from '../callbacks/language.ts';
import { type CallTurn, takeCall } from '../callbacks/take-call.ts';
import { takeInbound } from '../callbacks/take-inbound.ts';
import { type TakingCallback, takeStatus } from '../callbacks/take-status.ts';
import type { Brand } from '../domain/brand.ts';
import { type InboundCallback, inboundIn, type StatusCallback, statusIn } from '../domain/callbacks/callback.ts';
import { type SpokenTurn, spokenTurnIn } from '../domain/callbacks/spoken-turn.ts';
import { type TwilioForm, twilioFormIn, twilioInboundIn, twilioStatusIn } from '../domain/callbacks/twilio.ts';
import { noTwiml, twimlGather, twimlGoodbye, twimlMessage } from '../domain/callbacks/twiml.ts';
import { callbacksOf, OutgoingWebhookId } from '../domain/endpoints/outgoing-webhook.ts';
import { textsIn } from '../domain/texts/texts.ts';
import { fillText } from '../domain/texts/worded.ts';
import { type OpenOutgoingWebhook, routeOfWebhook } from '../endpoints/outgoing-webhooks.ts';
import { type Context, tags } from './context.ts';

type CallbackContext = Context & { brand: Brand };
type Request = FastifyRequest<{ Params: unknown }>;

const Params = z.object({ endpoint: z.string(), what: z.string(), '*': z.string().default('') });
const shownParams = z.object({ endpoint: OutgoingWebhookId, what: z.enum(['status', 'inbound', 'bounce', 'ivr']) });
const url = '/v1/callbacks/:endpoint/:what';

const maxBodyBytes = 256 * 1024;

/** `POST /v1/callbacks/{endpoint}/{status|inbound|bounce|ivr}`: what providers tell, signed; nothing else is believed, and nothing in a query. */
export const callbackRoutes = async (app: RouteApp, context: CallbackContext): Promise<void> => {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // What is longer Hilo has written itself, into a message to Twilio: nobody else needs to know of it.
    for (const [path, hide] of [
      [url, false],
      [`${url}/*`, true],
    ] as const)
      scope.post(
        path,
        {
          schema: {
            hide,
            summary: 'Where providers tell what became of a message, and what somebody wrote or pressed',
            description:
              'Signed as the endpoint is: by Standard Webhooks, or by Twilio over HILO_PUBLIC_URL and the form.',
            tags,
            consumes: ['application/json', 'application/x-www-form-urlencoded'],
            params: shownParams,
            body: z.unknown(),
            response: { 200: z.unknown(), 400: Problem, 403: Problem, 404: Problem },
            security: [],
          },
          bodyLimit: maxBodyBytes,
          validatorCompiler: () => (value: unknown) => ({ value }),
        },
        async (request, reply) => {
          const { type, body } = await answer(context, request);
          return reply.type(type).serializer(String).send(body);
        },
      );
  });
};

type Reply = { type: string; body: string };

const answer = async (context: CallbackContext, request: Request): Promise<Reply> => {
  const { endpoint: id, what, '*': rest } = Params.parse(request.params);
  if (request.url.includes('?')) throw new HttpProblem(400, 'Invalid request', 'Nothing is read from a query.');
  const webhook = OutgoingWebhookId.safeParse(id).success ? context.webhooks.find(id) : undefined;
  if (webhook === undefined) throw new HttpProblem(404, 'Not found', 'There is no such endpoint.');
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const parts = rest === '' ? [] : rest.split('/');
  return webhook.settings.kind === 'twilio'
    ? answerTwilio(context, webhook, { what, parts, form: genuineForm(context, webhook, request, text) })
    : answerStandard(context, webhook, { what, body: genuineBody(context, webhook, request, text) });
};

/** What no table can hold is replaced, and nothing is refused for it: a STOP with a NUL in it is a STOP. */
const genuineForm = (
  { publicUrl }: Context,
  { secrets }: OpenOutgoingWebhook,
  request: Request,
  text: string,
): TwilioForm => {
  const form = twilioFormIn(text);
  const signature = request.headers['x-twilio-signature'];
  const signed = {
    urls: [publicUrl + request.url],
    parameters: [...(form ?? [])].map(([name, value]) => [name, [value]] as const),
    signature: typeof signature === 'string' ? signature : undefined,
  };
  if (form === undefined || !isSignedByTwilio(secrets(), signed)) throw forged();
  return new Map([...form].map(([name, value]) => [name, toStorable(value)]));
};

const genuineBody = ({ now }: Context, { secrets }: OpenOutgoingWebhook, request: Request, text: string): unknown => {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
  const verdict = verifiedBody(secrets(), headers, text, now());
  if (verdict === 'stale') throw new HttpProblem(403, 'Not allowed', 'The signature is too old; check the clocks.');
  if (verdict === 'forged') throw forged();
  try {
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? toStorable(value) : value));
  } catch {
    throw unreadable();
  }
};

const forged = (): HttpProblem =>
  new HttpProblem(
    403,
    'Not allowed',
    'The signature is not that of this endpoint; check the secret and HILO_PUBLIC_URL.',
  );
const unreadable = (): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The body says nothing that belongs to this address.');

type StandardCallback = { what: string; body: unknown };

const answerStandard = async (
  context: CallbackContext,
  webhook: OpenOutgoingWebhook,
  { what, body }: StandardCallback,
): Promise<Reply> => {
  const json = (value: object): Reply => ({ type: 'application/json', body: JSON.stringify(value) });
  const status = what === 'status' || what === 'bounce' ? statusIn(body) : undefined;
  if (status !== undefined) return json(await tellStatus(context, webhook, status));
  const turn = what === 'ivr' ? spokenTurnIn(body) : undefined;
  if (turn !== undefined) return json(await tellTurn(context, webhook, turn));
  const inbound = what === 'inbound' ? inboundIn(body) : undefined;
  if (inbound === undefined) throw unreadable();
  const { isRefusal, language } = await tellInbound(context, webhook, inbound);
  return json({ refusal: isRefusal, ...(isRefusal && { reply: confirmation(context, language), language }) });
};

type TwilioCallback = { what: string; parts: readonly string[]; form: TwilioForm };

const answerTwilio = async (
  context: CallbackContext,
  webhook: OpenOutgoingWebhook,
  { what, parts, form }: TwilioCallback,
): Promise<Reply> => {
  const at = context.now();
  const xml = (body: string): Reply => ({ type: 'text/xml; charset=utf-8', body });
  if (what === 'ivr') return xml(await tellCall(context, webhook, { parts, form, at }));
  const status = what === 'status' ? twilioStatusIn(form, messageIn(parts[0]), at) : undefined;
  if (status !== undefined) {
    await tellStatus(context, webhook, status);
    return xml(noTwiml);
  }
  const inbound = what === 'inbound' ? twilioInboundIn(form, at) : undefined;
  if (inbound === undefined) throw unreadable();
  const { isRefusal, language } = await tellInbound(context, webhook, inbound);
  // The one thing that may be written to whoever has just said no.
  return xml(isRefusal ? twimlMessage(confirmation(context, language)) : noTwiml);
};

const messageIn = (text: string | undefined): string | undefined => z.uuid().safeParse(text).data;

const confirmation = ({ brand }: CallbackContext, language: string | undefined): string => {
  const { page } = textsIn(brand.texts, language === undefined ? [] : [language]);
  return `${page.refuse.done}. ${fillText(page.refuse.doneText, { company: brand.name })}`;
};

const tellStatus = async (context: CallbackContext, webhook: OpenOutgoingWebhook, status: StatusCallback) => {
  const taken = await inTransaction(context, webhook, (tx, taking) => takeStatus(tx, status, taking));
  return { status: taken.status };
};

const tellInbound = (context: CallbackContext, webhook: OpenOutgoingWebhook, inbound: InboundCallback) =>
  inTransaction(context, webhook, (tx, taking) => takeInbound(tx, inbound, { ...taking, versions: context.versions }));

type CalledBack = { parts: readonly string[]; form: TwilioForm; at: number };

const tellCall = async (
  context: CallbackContext,
  webhook: OpenOutgoingWebhook,
  { parts, form, at }: CalledBack,
): Promise<string> => {
  const [first, language = '', question, turn] = parts;
  const message = messageIn(first);
  const call = form.get('CallSid');
  if (message === undefined || call === undefined) throw unreadable();
  const base = `${callbacksOf(context.publicUrl, webhook.id)}/ivr/${message}/${encodeURIComponent(language)}`;
  const addressOf = (next: string, nth: number): string => `${base}/${encodeURIComponent(next)}/${nth}`;
  const digits = form.get('Digits') ?? '';
  const said = { message, language, call, question, turn: Number(turn ?? 1), digits, at };
  const { spoken, ask } = await takeTurn(context, webhook, said);
  return ask ? twimlGather(spoken, addressOf(ask.question, ask.turn)) : twimlGoodbye(...spoken);
};

/** The same for whoever calls by a provider of another kind: what to say, and what to ask, as JSON. */
const tellTurn = async (context: CallbackContext, webhook: OpenOutgoingWebhook, given: SpokenTurn) => {
  const { message, call, question, turn = 1, digits = '' } = given;
  const known = () => languageOfAnswer(context.pool, { message, places: [] }, context.versions);
  const language = given.language ?? (await known()) ?? 'en';
  const at = context.now();
  const { spoken, ask } = await takeTurn(context, webhook, { message, language, call, question, turn, digits, at });
  return { say: spoken, ...(ask && { ask }), isOver: ask === undefined };
};

const takeTurn = (context: CallbackContext, webhook: OpenOutgoingWebhook, turn: CallTurn) =>
  inTransaction(context, webhook, (tx, taking) => takeCall(tx, turn, { ...taking, brand: context.brand }));

const inTransaction = async <Taken extends { outbox: readonly Outgoing[] }>(
  { pool, log, logger, hashes, now }: CallbackContext,
  { id }: OpenOutgoingWebhook,
  take: (tx: Transaction, taking: TakingCallback) => Promise<Taken>,
): Promise<Taken> => {
  const { taken, ids } = await transaction(pool, async (tx) => {
    const done = await take(tx, { route: routeOfWebhook(id), hashes, now: now() });
    return { taken: done, ids: await putIntoOutbox(tx, done.outbox) };
  });
  await publishOutbox({ pool, log }, ids, taken.outbox).catch((error: unknown) =>
    logger.warn({ err: error }, 'what a provider told is passed on later'),
  );
  return taken;
};
