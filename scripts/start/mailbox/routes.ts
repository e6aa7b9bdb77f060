import { HttpProblem, type Routes } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listPage, mailPage, pageStyle } from './pages.ts';
import type { Mails, ReceivedMail } from './received.ts';

const schema = { hide: true, params: z.object({ id: z.string() }) };

/** `/mailbox`: what Hilo has sent, for who sits at this machine. */
export const mailboxRoutes =
  (mails: Mails): Routes =>
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      refuseOthers(request);
      reply.headers({
        'cache-control': 'no-store',
        'content-security-policy': `default-src 'none'; style-src ${pageStyle}; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    });
    app.get('/mailbox', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(listPage(mails.list())),
    );
    app.get('/mailbox/:id', { schema }, async ({ params }, reply) =>
      reply.type('text/html; charset=utf-8').send(mailPage(found(mails, params.id))),
    );
    app.get('/mailbox/:id/html', { schema }, async ({ params }, reply) =>
      reply
        .header('content-security-policy', ofMail)
        .type('text/html; charset=utf-8')
        .send(inNewTabs(found(mails, params.id).html ?? '')),
    );
  };

/** A mail runs nothing and loads nothing, wherever somebody opens it; its links may open a page. */
const ofMail =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const inNewTabs = (mail: string): string => {
  const base = '<base target="_blank">';
  return mail.includes('<head>') ? mail.replace('<head>', `<head>${base}`) : `${base}${mail}`;
};

const found = (mails: Mails, id: string): ReceivedMail => {
  const mail = mails.find(id);
  if (mail === undefined) throw new HttpProblem(404, 'No such mail', 'It is among the last that arrived no more.');
  return mail;
};

/** There are links of customers in it, and no key is asked for. */
const refuseOthers = ({ socket: { remoteAddress = '' } }: FastifyRequest): void => {
  if (/^(::ffff:)?127\.|^::1$/.test(remoteAddress)) return;
  throw new HttpProblem(
    403,
    'Not from here',
    'The mailbox is shown on the machine on which Hilo runs, and nowhere else.',
  );
};
