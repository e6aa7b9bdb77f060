import accepts from '@fastify/accepts';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { Problem } from '@hilo/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../../errors.ts';
import type { Routes } from '../routes.ts';
import { unstorableIn } from '../urls.ts';
import { html } from './html.ts';
import { renderPage, styleSource } from './page.ts';

/** A form, with the longest that somebody writes into it. */
const maxFormBytes = 64 * 1024;
/** Of one address, which may be that of a whole office. */
const mostAMinute = 300;

/**
 * Adds routes that answer pages. They take forms; a browser is told to load nothing from anywhere, to run no script, to show
 * them in no frame and to tell nobody where somebody came from; what fails is a page, too.
 */
export const addPages = (app: Pick<FastifyInstance, 'register'>, pages: Routes) =>
  app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.bodyLimit ??= maxFormBytes;
      route.config = { ...route.config, isPage: true };
    });
    await scope.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: policy },
      crossOriginEmbedderPolicy: true,
      frameguard: { action: 'deny' },
      // Whoever ends TLS before Hilo knows of which names it holds.
      strictTransportSecurity: false,
    });
    await scope.register(rateLimit, {
      max: mostAMinute,
      timeWindow: 60_000,
      enableDraftSpec: true,
      errorResponseBuilder: (_request, { max }) =>
        new HttpProblem(429, 'Too many requests', `From one address there may be ${max} a minute; try again in one.`),
    });
    await scope.register(accepts);
    await scope.register(formbody, { bodyLimit: maxFormBytes });
    scope.addHook('preValidation', refuseUnstorable);
    scope.addHook('onRequest', (_request, reply, done) => {
      reply.header('cache-control', 'no-store').header('vary', 'accept');
      done();
    });
    await scope.register(pages);
  });

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that answers pages. */
    isPage?: boolean;
  }
}

/** Nothing from anywhere, but the style sheet and the icon that are in the page, and forms to where it came from. */
const policy = {
  'default-src': ["'none'"],
  'style-src': [styleSource],
  'img-src': ['data:'],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** What a form says goes through the same door as what a URL says: no table can hold the rest. */
const refuseUnstorable = (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
  const name = unstorableIn(request.body);
  if (name === undefined) {
    done();
    return;
  }
  const error = { path: [name], message: 'has characters that cannot be stored' };
  done(new HttpProblem(400, 'Invalid request', 'The form is not what this page takes.', [error]));
};

/** Whether who asks would rather read a page than text: browsers say so, and tools take what they get. */
export const wantsPage = (request: FastifyRequest): boolean => request.type(['text', 'html']) === 'html';

/** What failed, for who reads pages. */
export const problemPage = ({ title, status, detail, errors = [] }: Problem): string =>
  renderPage({
    title: `${title} · Hilo`,
    lang: 'en',
    content: html`<h1>${title}</h1>
<p class="lead">${status}</p>
${detail !== undefined && html`<p>${detail}</p>`}
${errors.length > 0 && html`<ul>${errors.map(({ path, message }) => html`<li><code>${path}</code> ${message}</li>\n`)}</ul>`}`,
  });
