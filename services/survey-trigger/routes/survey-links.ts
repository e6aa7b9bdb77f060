import { randomUUID } from 'node:crypto';
import { Problem, Timestamp, Uuid } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems } from '@hilo/runtime';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import { countryOf } from '../contacts/check-permissions.ts';
import { linkExpiresAt, SurveyLinkRequest } from '../domain/links/survey-link.ts';
import { possibleSpellings } from '../domain/spellings.ts';
import { newToken } from '../domain/tokens/token.ts';
import { qrPng, quietZone } from '../links/qr-png.ts';
import { findProgramme } from '../store/programme-versions.ts';
import { insertLink, knownSubject, removeLink } from '../store/survey-links.ts';
import { type Route, tags } from './context.ts';

export const makeLinkRoute: Route = (app, { pool, authenticate, policies, deriveId, publicUrl, now }) =>
  app.post(
    '/v1/survey-links',
    {
      onRequest: allow(authenticate, 'answers:write'),
      schema: {
        summary: 'Make a link, and its QR code, for a receipt or a sign',
        description:
          'Whoever opens it is asked there and then. The answer on a receipt is of the transaction, and there is one, however many links are printed; at a sign each is somebody new, and what they say is left out of scores. The link is told once: only its hash is kept.',
        tags,
        body: SurveyLinkRequest,
        response: {
          201: z.object({
            id: Uuid,
            kind: z.enum(['transaction', 'sign']),
            url: z.string(),
            qr: z.string().describe('The same as an SVG.'),
            qrPng: z.string().describe('The same as a PNG, in Base64.'),
            expiresAt: Timestamp,
          }),
          ...problems,
          404: Problem,
        },
      },
      config: {
        example: {
          programme: 'airport-lounge',
          transaction: { kind: 'order_id', value: 'T-100' },
          touchpoint: 'shop.till',
        },
      },
    },
    async (request, reply) => {
      const { programme, transaction, touchpoint } = request.body;
      if ((await findProgramme(pool, programme)) === undefined)
        throw new HttpProblem(404, 'Not found', 'There is no such programme.');
      const [at, id, { token, hash }] = [now(), randomUUID(), newToken()];
      const country = countryOf({ policy: await policies.latest(pool) });
      const spellings = transaction === undefined ? [] : possibleSpellings(transaction, country);
      const subject = spellings.length === 0 ? undefined : await knownSubject(pool, spellings.map(deriveId));
      const kind = transaction === undefined ? ('sign' as const) : ('transaction' as const);
      const expiresAt = linkExpiresAt(request.body, at);
      const by = doneBy(callerOf(request));
      const identifier = transaction === undefined ? undefined : (spellings[0] ?? transaction);
      await insertLink(pool, { id, hash, kind, programme, touchpoint, identifier, subject, by, now: at, expiresAt });
      const url = `${publicUrl}/s/r/${token}`;
      const made = {
        id,
        kind,
        url,
        qr: renderSVG(url, { border: quietZone }),
        qrPng: qrPng(url).toString('base64'),
        expiresAt: new Date(expiresAt).toISOString(),
      };
      return reply.code(201).send(made);
    },
  );

export const removeLinkRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/survey-links/:id',
    {
      onRequest: allow(authenticate, 'answers:write'),
      schema: {
        summary: 'Take a link back: from now on nobody is asked by it',
        description: 'Whoever has begun can go on.',
        tags,
        params: z.object({ id: Uuid }),
        response: { 204: z.null(), ...problems, 404: Problem },
      },
    },
    async (request, reply) => {
      if (!(await removeLink(pool, request.params.id)))
        throw new HttpProblem(404, 'Not found', 'There is no such link.');
      return reply.code(204).send(null);
    },
  );

/** `/v1/survey-links`: links for receipts and signs. */
export const surveyLinkRoutes: readonly Route[] = [makeLinkRoute, removeLinkRoute];
