import { randomUUID } from 'node:crypto';
import { ContactReason, CustomerId, EventId, Identifier, Problem, Timestamp, Uuid } from '@hilo/contracts';
import { allow, callerOf, HttpProblem, oneOrMany, problems } from '@hilo/runtime';
import { z } from 'zod';
import type { AskedPermission, PermissionAnswer } from '../contacts/permissions.ts';
import { faultOfMoment, PermissionRequest } from '../domain/permission-request.ts';
import { toldReasons } from '../domain/refusals.ts';
import { countChecks } from '../events.ts';
import { audited, type Route, tags } from './context.ts';
import { budgetOf, ToldBudget } from './told-budget.ts';

const mostRequests = 1000;

const Requests = z.array(PermissionRequest).min(1).max(mostRequests);

const Answer = z.object({
  id: EventId.optional().describe('As it was asked.'),
  allowed: z.boolean(),
  asOf: Timestamp.optional().describe(
    'Up to when everything is known by which this was decided; absent while nobody can say.',
  ),
  customer: CustomerId.optional().describe('Who it is, if somebody is known.'),
  contactPoint: Identifier.optional().describe('The one that was judged, and is to be used.'),
  reasons: z.array(ContactReason).describe('Every reason why not, each with the rule that says so: docs/reasons.md.'),
  nextAllowedAt: Timestamp.optional().describe(
    'The earliest instant, within 14 days, of which nothing is known that forbids it; absent where only news would permit it.',
  ),
  reservation: z
    .object({
      id: Uuid.describe('Report the contact with it: POST /v1/contacts.'),
      expiresAt: Timestamp.describe('From when on it counts no more, unless the contact was reported.'),
    })
    .optional(),
  budgets: z.array(ToldBudget).describe('Every cap that is in force for such a contact; what is reserved is used.'),
  conditions: z
    .array(
      z.object({
        rule: z.string(),
        callerPrefix: z.string().describe('With what the number has to begin from which it is called.'),
      }),
    )
    .optional()
    .describe('Under which it is allowed: what you did not say.'),
});

const Answers = z.object({ results: z.array(Answer) });

export const checkPermissionsRoute: Route = (app, { authenticate, permissions, tellReads, now }) =>
  app.post(
    '/v1/contact-permissions/check',
    {
      onRequest: allow(authenticate, 'contacts:check'),
      schema: {
        summary: 'Ask whether somebody may be contacted, and reserve the contact',
        description:
          `One, or an array of up to ${mostRequests}: then \`results\` has an answer for each, in the same order, and each that reserves counts for those after it. ` +
          'It says every reason why not, and when it may be done. With `reserve`, what is allowed counts from the answer on, until it expires, is given back or is reported. ' +
          'Give an id, or the header Idempotency-Key for one, so that a retry reserves once. ' +
          `Where the answer names a contact point that you did not: ${audited[0]?.toLowerCase()}${audited.slice(1)}`,
        tags,
        headers: z.object({ 'idempotency-key': EventId.optional() }),
        body: z.union([PermissionRequest, Requests]),
        response: { 200: z.union([Answers, Answer]), ...problems, 409: Problem },
      },
      validatorCompiler: oneOrMany(PermissionRequest, Requests),
      config: {
        example: {
          identifier: { kind: 'customer_number', value: 'C-1000' },
          channel: 'call_centre',
          purpose: 'marketing',
          class: 'commercial',
          reserve: true,
        },
      },
    },
    async (request) => {
      const { body } = request;
      const requests = Array.isArray(body) ? body : [body];
      refuseMoments(requests, Array.isArray(body), now());
      const { source } = callerOf(request);
      const key = request.headers['idempotency-key'];
      const asked = requests.map((one, n): AskedPermission & { told: string | undefined } => {
        const told = one.id ?? (key && (Array.isArray(body) ? `${key} ${n}` : key));
        return { request: one, source, id: told ?? randomUUID(), told };
      });
      const answers = await permissions.check(asked);
      countChecks(answers);
      const shown = answers.flatMap(({ who }, n) => (who.customer && tellsMore(requests[n], who) ? who.customer : []));
      if (shown.length > 0) await tellReads(request, shown);
      const results = answers.map((answer, n) => answerOf(answer, asked[n]?.request.id));
      const [first] = results;
      if (Array.isArray(body) || first === undefined) return { results };
      if (first.reasons[0]?.reason === 'conflict')
        throw new HttpProblem(409, 'Conflict', 'Another contact was reserved with this id.', [
          { path: ['id'], message: 'is of another request' },
        ]);
      return first;
    },
  );

export const freeReservationRoute: Route = (app, { authenticate, permissions }) =>
  app.delete(
    '/v1/contact-permissions/reservations/:id',
    {
      onRequest: allow(authenticate, 'contacts:check'),
      schema: {
        summary: 'Give a reserved contact back: it counts no more',
        description: 'What is reported with it later counts all the same.',
        tags,
        params: z.object({ id: Uuid }),
        response: { 204: z.null().describe('It is given back, now or before.'), ...problems, 404: Problem },
      },
    },
    async (request, reply) => {
      const { source } = callerOf(request);
      const isFound = await permissions.free({ source, reservation: request.params.id });
      if (!isFound) throw new HttpProblem(404, 'Not found', 'You have reserved nothing with this id.');
      return reply.code(204).send(null);
    },
  );

/** `POST /v1/contact-permissions/check`: who may be contacted, before it is done. */
export const contactPermissionRoutes: readonly Route[] = [checkPermissionsRoute, freeReservationRoute];

/** A moment that nobody can answer for is a fault of the request. */
const refuseMoments = (requests: readonly PermissionRequest[], areMany: boolean, now: number): void => {
  const errors = requests.flatMap((one, n) => {
    const message = faultOfMoment(one, now);
    return message === undefined ? [] : [{ path: areMany ? [String(n), 'at'] : ['at'], message }];
  });
  if (errors.length > 0)
    throw new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', errors.slice(0, 50));
};

/** Whether the answer has a contact point that whoever asks did not name. */
const tellsMore = (request: PermissionRequest | undefined, { contactPoint }: PermissionAnswer['who']): boolean =>
  contactPoint !== undefined && request?.contactPoint === undefined && request?.identifier?.kind !== contactPoint.kind;

const timeOf = (at: number): string => new Date(at).toISOString();

const answerOf = (answer: PermissionAnswer, id: string | undefined): z.infer<typeof Answer> => {
  const { asOf, who, reasons, nextAllowedAt, reservation, budgets, conditions } = answer;
  return {
    ...(id !== undefined && { id }),
    allowed: reasons.length === 0,
    ...(asOf !== undefined && { asOf: timeOf(asOf) }),
    ...(who.customer !== undefined && { customer: who.customer }),
    ...(who.contactPoint && { contactPoint: { kind: who.contactPoint.kind, value: who.contactPoint.value } }),
    reasons: toldReasons(reasons),
    ...(nextAllowedAt !== undefined && { nextAllowedAt: timeOf(nextAllowedAt) }),
    ...(reservation && { reservation: { id: reservation.id, expiresAt: timeOf(reservation.expiresAt) } }),
    budgets: budgets.map(budgetOf),
    ...(conditions.length > 0 && { conditions }),
  };
};
