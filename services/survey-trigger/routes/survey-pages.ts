import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { DeriveId } from '@hilo/identifiers';
import { HttpProblem, problemOf, type RouteApp } from '@hilo/runtime';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { countPage } from '../events.ts';
import { noticePage } from '../page/framing.ts';
import { postPreferences, showPreferences } from '../page/preferences.ts';
import { postSurvey, showSurvey } from '../page/survey.ts';
import type { Pages, Reply, Said, Visit } from '../page/visit.ts';
import { postLink, showLink } from './link-page.ts';

/** So much is read of what somebody posts, so that too long a text is refused in words, and nothing that was answered before is lost. */
const mostBytes = 2 * 1024 * 1024;
/** Of one address, which may be that of a whole office. */
const mostAMinute = 240;

const Params = z.object({ token: z.string().max(200) });

type Page = {
  path: string;
  name: 'survey' | 'preferences' | 'link';
  show(pages: Pages, visit: Visit): Promise<Reply>;
  post(pages: Pages, visit: Visit): Promise<Reply | { status: 204 }>;
  /** How often it may be posted to in an hour from one address, where that is less than for all pages. */
  mostAnHour?: number;
};

const all: readonly Page[] = [
  { path: '/s/:token', name: 'survey', show: showSurvey, post: postSurvey },
  { path: '/u/:token', name: 'preferences', show: showPreferences, post: postPreferences },
];

/** Of one shop, where all who stand at a sign may have one address. */
const mostOpenedAnHour = 120;

/** `/s/r/{code}`: a link that was printed on a receipt or a sign. */
const linkPage = (deriveId: DeriveId): Page => ({
  path: '/s/r/:token',
  name: 'link',
  show: showLink,
  post: postLink(deriveId),
  mostAnHour: mostOpenedAnHour,
});

/** `/s/{token}`, the survey, and `/u/{token}`, how somebody wants to be asked: pages for people, who have a link and no key. */
export const surveyPages = async (
  app: RouteApp,
  { deriveId, ...pages }: Pages & { deriveId: DeriveId },
): Promise<void> => {
  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      max: mostAMinute,
      timeWindow: 60_000,
      keyGenerator: ({ ip }) => placeOf(ip),
      errorResponseBuilder: (_request, { max }) =>
        new HttpProblem(429, 'Too many requests', `From one address there may be ${max} a minute.`),
    });
    await scope.register(formbody, { bodyLimit: mostBytes });
    takeMultipart(scope);
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ ...headers, 'content-security-policy': pages.layout.policy });
    });
    scope.setErrorHandler(async (error, request, reply) => {
      const { status } = problemOf(error);
      if (status >= 500)
        pages.logger.error({ request: request.id, route: request.routeOptions.url, err: error }, 'a page failed');
      const visit = visitOf(request, request.query);
      return reply
        .status(status)
        .type(htmlType)
        .send(noticePage(pages, visit, noticeOf(status)));
    });
    for (const one of [...all, linkPage(deriveId)]) addPage(scope, pages, one);
  });
};

const htmlType = 'text/html; charset=utf-8';

/** Nobody keeps the page, finds it in a search, or learns from it where somebody came from. */
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  vary: 'accept-language',
} as const;

const noticeOf = (status: number): 'busy' | 'tooLarge' | 'failed' =>
  status === 429 ? 'busy' : status === 413 ? 'tooLarge' : 'failed';

const addPage = (app: RouteApp, pages: Pages, { path, name, show, post, mostAnHour }: Page): void => {
  app.get(path, { schema: { hide: true, params: Params } }, async (request, reply) => {
    const answer = await show(pages, visitOf(request, request.query));
    return send(reply, answer, (status) => countPage(name, request.method, status));
  });
  const config = mostAnHour === undefined ? {} : { rateLimit: { max: mostAnHour, timeWindow: 3_600_000 } };
  app.post(path, { schema: { hide: true, params: Params }, bodyLimit: mostBytes, config }, async (request, reply) => {
    const answer = await post(pages, visitOf(request, request.body));
    return send(reply, answer, (status) => countPage(name, request.method, status));
  });
};

type Asking = {
  params: unknown;
  ip: string;
  headers: { 'accept-language'?: string | undefined };
};

const visitOf = ({ params, ip, headers: { 'accept-language': accepted } }: Asking, posted: unknown): Visit => ({
  token: Params.safeParse(params).data?.token ?? '',
  accepted,
  address: ip,
  said: saidBy(posted),
});

/** Whatever a query or a form says: once or several times, or nothing that can be read. */
const saidBy = (posted: unknown): Said => {
  const said = z.record(z.string(), z.unknown()).safeParse(posted).data ?? {};
  return (name) =>
    Object.hasOwn(said, name)
      ? [said[name]].flat().flatMap((one) => (typeof one === 'string' ? [one.toWellFormed().replaceAll('\0', '')] : []))
      : [];
};

type Answering = {
  status(code: number): Answering;
  type(type: string): Answering;
  header(name: string, value: string): Answering;
  send(body?: string): unknown;
};

const send = (reply: Answering, answer: Reply | { status: 204 }, count: (status: number) => void): unknown => {
  if ('goTo' in answer) {
    count(303);
    return reply.status(303).header('location', answer.goTo).send();
  }
  count(answer.status);
  return 'page' in answer
    ? reply.status(answer.status).type(htmlType).send(answer.page)
    : reply.status(answer.status).send();
};

/** A provider of mail may send the one click of RFC 8058 so. */
const takeMultipart = (app: RouteApp): void => {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: { headers: { 'content-type'?: string | undefined } }, body: Buffer) => {
      const type = request.headers['content-type'] ?? '';
      const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
        .formData()
        .catch(() => {
          throw new HttpProblem(400, 'Invalid request', 'The form cannot be read.');
        });
      return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
    },
  );
};

/** A household, or an office, has a network of IPv6 for itself. */
const placeOf = (address: string): string => {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
};
