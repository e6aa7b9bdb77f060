import {
  Channel,
  Consent,
  CustomerId,
  Identifier,
  instantOf,
  Problem,
  Purpose,
  Time,
  Timestamp,
} from '@hilo/contracts';
import { allow, HttpProblem, problems, snapshot, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { lawfulContact, lawfulContacts } from '../domain/consents-at.ts';
import { endOfTime } from '../domain/end-of-time.ts';
import { nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { consentedThen, consentedToday } from '../reading/consented.ts';
import { noterOf } from '../reading/reader.ts';
import { type Route, tags } from './context.ts';

const Lawful = z.object({
  purpose: z.string(),
  channel: Channel,
  contactPoint: Identifier,
  lawful: z.boolean(),
  why: z
    .enum(['granted', 'withdrawn', 'never-asked', 'not-the-customers', 'not-understood'])
    .describe(
      'not-the-customers: the customer has no such contact point. not-understood: what was said last is a word that this ' +
        'version does not know, which is no yes.',
    ),
  deciding: Consent.optional().describe('The statement that decides it.'),
});

const AsOf = z
  .enum(['then', 'today'])
  .describe(
    'then: by who was who at that moment, with the identifiers that were theirs. today: by who is who now, with what had been ' +
      'stated until then.',
  );

const Answer = z.object({
  customer: CustomerId.describe('Who it was then, or is today.'),
  at: Timestamp,
  asOf: AsOf.describe('Which question is answered: by who was who then, or by who is who today.'),
  complete: z.boolean().describe('False where there was too much to look at to tell for certain who was who then.'),
  answer: Lawful.optional().describe('Of the contact that was asked about.'),
  contacts: z.array(Lawful).describe('Every purpose that was spoken of, on every way to reach the customer.'),
  statements: z.array(Consent).describe('Every statement until then, with its proof, the latest first.'),
});

const Query = z.object({
  at: Time.optional().describe('Now, if absent.'),
  asOf: AsOf.optional().describe('By who was who then, or by who is who today; then, if absent.'),
  purpose: Purpose.optional().describe('With channel, kind and value: whether this contact was lawful.'),
  channel: Channel.optional(),
  kind: Identifier.shape.kind.optional(),
  value: Identifier.shape.value.optional(),
});

export const consentsRoute: Route = (app, { pool, rules, authenticate, audit, now }) =>
  app.get(
    '/v1/customers/:id/consents',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'What a customer consented to, and what was lawful, at a moment',
        description: 'The purpose of reading it goes in the header Hilo-Purpose.',
        tags,
        params: z.object({ id: CustomerId }),
        querystring: Query,
        response: { 200: Answer, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const note = noterOf({ audit, now }, request);
      const { at, asOf = at === undefined ? 'today' : 'then' } = request.query;
      // What a sender whose clock is ahead has said counts already.
      const until = at === undefined ? endOfTime : instantOf(at);
      const { inForce, found } = await snapshot(pool, async (tx) => {
        const inForce = await rules.within(tx);
        const consented = asOf === 'today' ? consentedToday : consentedThen;
        return { inForce, found: await consented(tx, inForce, request.params.id, until) };
      });
      if (found === undefined) throw unknownCustomer();
      const { customer, held, statements, isWhole } = found;
      note(customer);
      const question = questionIn(inForce, request.query);
      return {
        customer,
        at: at === undefined ? new Date(now()).toISOString() : new Date(until).toISOString(),
        asOf,
        complete: isWhole,
        ...(question && { answer: lawfulContact(statements, held, question) }),
        contacts: lawfulContacts(inForce.registry, statements, held),
        statements,
      };
    },
  );

/** `GET /v1/customers/{id}/consents`: was it lawful on that date? */
export const consentRoutes: readonly Route[] = [consentsRoute];

/** The contact that is asked about: all of it, or nothing. */
const questionIn = ({ registry, deriveId }: Rules, { purpose, channel, kind, value }: z.infer<typeof Query>) => {
  if (purpose !== undefined && channel !== undefined && kind !== undefined && value !== undefined) {
    const node = nodeFor(registry, deriveId, { kind, value });
    return { purpose, channel, contactPoint: node ? { kind: node.kind, value: node.value } : { kind, value } };
  }
  const given = { purpose, channel, kind, value };
  const missing = Object.entries(given).filter(([, part]) => part === undefined);
  if (missing.length === Object.keys(given).length) return undefined;
  throw new HttpProblem(
    400,
    'Invalid request',
    'A contact is a purpose, a channel, and the kind and value of a contact point.',
    missing.map(([name]) => ({ path: [name], message: 'is missing' })),
  );
};
