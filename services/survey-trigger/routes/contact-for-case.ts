import { randomUUID } from 'node:crypto';
import { Channel, ContactClass, ContactReason, Identifier, Outcome, Purpose, Timestamp } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, type Outgoing, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { noSuchCase, refuseUnless } from '../cases/work.ts';
import { reportContacts } from '../contacts/report.ts';
import type { Case } from '../domain/cases/case.ts';
import { contact } from '../domain/cases/steps.ts';
import { toldReasons } from '../domain/refusals.ts';
import { findCase } from '../store/cases.ts';
import { caseParams, changing, doWork, ifMatch, instantAhead } from './case-working.ts';
import { type Context, type Route, tags } from './context.ts';
import { ShownCase, shownCase } from './shown-case.ts';

const Attempt = z.strictObject({
  channel: Channel,
  contactPoint: Identifier.optional().describe('Which number or address; without it, the likeliest of the customer.'),
  outcome: Outcome.optional().describe('How it ended. Without it, you only ask whether you may.'),
  purpose: Purpose.default('service'),
  class: ContactClass.default('service'),
  note: z.string().min(1).max(4000).optional(),
  waiting: z
    .strictObject({ until: Timestamp.optional() })
    .optional()
    .describe('It waits for the customer now: its clocks stand, as by `…/pause`.'),
});

const Answer = z.object({
  allowed: z.boolean(),
  reasons: z.array(ContactReason).describe('Every reason against it.'),
  nextAllowedAt: Timestamp.optional(),
  contactPoint: Identifier.optional(),
  case: ShownCase,
});

/** `POST /v1/cases/{id}/contact`: the governor is asked first; what was done is a contact of the ledger and the first response. */
export const contactForCaseRoute: Route = (app, context) =>
  app.post(
    '/v1/cases/:id/contact',
    {
      onRequest: allow(context.authenticate, 'cases:write'),
      schema: {
        summary: 'Be in touch with the customer of a case: ask whether you may, or say how it ended',
        description:
          'The contact policy is asked first, as by POST /v1/contact-permissions/check: who said no is not called, and nothing is noted (409 with every reason). ' +
          'Without `outcome` nothing is changed: the answer says whether you may, and at which number. With it, it counts as a contact, ends the wait for a first response, and may let the case wait.',
        tags,
        params: caseParams,
        headers: ifMatch,
        body: Attempt,
        response: { 200: Answer, ...changing },
      },
      config: { example: { channel: 'call_centre', outcome: 'reached', note: 'She wants her bag, not a voucher.' } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { outcome, ...attempt } = request.body;
      const known = await findCase(context.pool, id);
      if (known === undefined) throw noSuchCase();
      refuseUnless(known, ['open', 'waiting', 'resolved'], 'is somebody in touch about it');
      const { source } = callerOf(request);
      const permission = await askGovernor(context, known, { ...attempt, source });
      if (outcome === undefined) {
        if (permission.contactPoint !== undefined) await context.tellReads(request, [known.customer]);
        return { ...permission, case: shownCase(known, context.now()) };
      }
      if (!permission.allowed) throw refusedBy(permission.reasons);
      const asking = { id, seen: request.headers['if-match'], by: doneBy(callerOf(request)) };
      const { channel, note } = attempt;
      const shown = await doWork(context, asking, {
        step: (one, rules, done) => {
          refuseUnless(one, ['open', 'waiting', 'resolved'], 'is somebody in touch about it');
          const until = instantAhead(attempt.waiting?.until, done.at);
          return contact(one, { channel, outcome, note, waiting: attempt.waiting && { until } }, rules, done);
        },
        more: (tx, { after, at }) => report(tx, context, { one: after, attempt: { ...attempt, outcome }, source, at }),
      });
      reply.header('etag', shown.etag);
      return { ...permission, case: shown };
    },
  );

type Wanted = Omit<z.output<typeof Attempt>, 'outcome'> & { source: string };

const askGovernor = async (
  { permissions }: Context,
  { subject }: Case,
  { channel, contactPoint, purpose, class: kind, source }: Wanted,
): Promise<Omit<z.infer<typeof Answer>, 'case'>> => {
  const request = { customer: subject, contactPoint, channel, purpose, class: kind, reserve: false };
  const [answer] = await permissions.check([{ request, source, id: randomUUID() }]);
  if (answer === undefined) throw new Error('the contact policy was asked, and gave no answer');
  const { nextAllowedAt, who } = answer;
  const reasons = toldReasons(answer.reasons).filter((one) => !isOwedAnAnswer(kind, one));
  return {
    allowed: reasons.length === 0,
    reasons,
    ...(reasons.length > 0 && nextAllowedAt !== undefined && { nextAllowedAt: new Date(nextAllowedAt).toISOString() }),
    ...(who.contactPoint && { contactPoint: { kind: who.contactPoint.kind, value: who.contactPoint.value } }),
  };
};

/**
 * Who has said something is owed an answer: of service, that no rule says what it needs, and that she never said yes, is no reason against it.
 * That she said no is, and so is whatever a rule says.
 */
const isOwedAnAnswer = (kind: z.infer<typeof ContactClass>, { reason, rule }: z.infer<typeof ContactReason>): boolean =>
  kind === 'service' && reason === 'no-consent' && rule === 'hilo.consent';

const refusedBy = (reasons: readonly z.infer<typeof ContactReason>[]): HttpProblem =>
  new HttpProblem(
    409,
    'Conflict',
    'The customer is not to be contacted like this now; if it was done all the same, POST /v1/contacts.',
    reasons.map(({ reason, rule, until }) => ({
      path: ['channel'],
      message: `${reason} (${rule})${until === undefined ? '' : `, until ${until}`}`,
    })),
  );

type Reported = {
  one: Case;
  attempt: Omit<Wanted, 'source'> & { outcome: z.infer<typeof Outcome> };
  source: string;
  at: number;
};

const report = async (
  tx: Transaction,
  { hashes }: Context,
  { one, attempt: { channel, contactPoint, purpose, class: kind, outcome }, source, at }: Reported,
): Promise<readonly Outgoing[]> => {
  const told = {
    id: `case:${one.id}:${one.revision}`,
    customer: one.subject,
    contactPoint,
    channel,
    purpose,
    class: kind,
    touchpoint: one.touchpoint,
    outcome,
  };
  const { outbox } = await reportContacts(tx, [told], { source, now: at, hashes, newId: () => randomUUID() });
  return outbox;
};
