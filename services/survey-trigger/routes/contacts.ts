import { randomUUID } from 'node:crypto';
import {
  Channel,
  ContactClass,
  CustomerId,
  EventId,
  Identifier,
  Problem,
  Purpose,
  Source,
  Timestamp,
  Uuid,
  Voice,
} from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  findCustomer,
  isTransient,
  keyTime,
  oneOrMany,
  pageLimit,
  pageOf,
  problems,
  publishOutbox,
  putIntoOutbox,
  retry,
  transaction,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { budgetsOfCustomer } from '../contacts/budgets.ts';
import { reportContacts } from '../contacts/report.ts';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import { Brake, MatchingRule, Teller } from '../domain/contact.ts';
import { ContactReport } from '../domain/contact-report.ts';
import { brakeInWords, contactInWords } from '../domain/contact-words.ts';
import { countReports } from '../events.ts';
import { type ContactRow, readContacts } from '../store/contact-list.ts';
import { type FoundBrake, findBrakes } from '../store/contact-marks.ts';
import { contactPlacesOf, findRecords } from '../store/profiles.ts';
import { audited, type Route, tags } from './context.ts';
import { budgetOf, ToldBudget } from './told-budget.ts';

const mostReports = 1000;
const mostAttempts = 3;

const Reports = z.array(ContactReport).min(1).max(mostReports);

const Reported = z
  .discriminatedUnion('status', [
    z.object({
      status: z.enum(['accepted', 'duplicate']),
      id: EventId,
      interaction: z.object({ source: Source, id: EventId }).describe('As which it stands on the thread.'),
    }),
    z.object({
      status: z.literal('rejected'),
      id: EventId,
      reason: z
        .enum(['conflict', 'unknown-customer', 'in-the-future', 'ends-before-it-starts'])
        .describe('conflict: another contact was reported with this id.'),
    }),
  ])
  .describe('duplicate: it was reported before, and changes nothing.');

export const reportContactsRoute: Route = (app, { pool, log, logger, hashes, authenticate, now }) =>
  app.post(
    '/v1/contacts',
    {
      onRequest: allow(authenticate, 'contacts:write'),
      schema: {
        summary: 'Report contacts that were made, with or without permission',
        description:
          `One, or an array of up to ${mostReports}. Each counts from the answer on, whoever made it; a refusal brakes every channel at once. ` +
          'Give an id, or the header Idempotency-Key for one report, so that a retry is harmless. It is put on the thread as an interaction.',
        tags,
        headers: z.object({ 'idempotency-key': EventId.optional() }),
        body: z.union([ContactReport, Reports]),
        response: { 200: z.object({ results: z.array(Reported) }), ...problems },
      },
      validatorCompiler: oneOrMany(ContactReport, Reports),
      config: {
        example: {
          id: 'call-1000',
          identifier: { kind: 'customer_number', value: 'C-1000' },
          contactPoint: { kind: 'phone', value: '+34600111222' },
          channel: 'call_centre',
          purpose: 'marketing',
          class: 'commercial',
          outcome: 'no_answer',
        },
      },
    },
    async (request) => {
      const key = request.headers['idempotency-key'];
      const body = request.body;
      const reports = Array.isArray(body) ? body : [{ ...body, id: body.id ?? key }];
      const reporting = { source: callerOf(request).source, now: now(), hashes, newId: () => randomUUID() };
      const take = () =>
        transaction(pool, async (tx) => {
          const reported = await reportContacts(tx, reports, reporting);
          return { ...reported, ids: await putIntoOutbox(tx, reported.outbox) };
        });
      let attempts = 0;
      // Two whose contacts turn out to be linked while both are written may wait for each other; one of them loses, and is written after.
      const { results, outbox, ids } = await retry(take, {
        shouldRetry: (error) => {
          attempts += 1;
          return attempts < mostAttempts && isTransient(error);
        },
      });
      // It is committed, and counts: what is not on the thread yet is swept there.
      await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
        logger.warn({ err: error }, 'contacts were reported, and are put on the thread later'),
      );
      countReports(results);
      return { results };
    },
  );

const ListedContact = z.object({
  id: Uuid,
  at: Timestamp,
  channel: z.union([Channel, z.string()]),
  direction: z.string(),
  contactPoint: Identifier.optional(),
  purpose: Purpose.optional(),
  class: ContactClass.optional(),
  touchpoint: z.string().optional(),
  reservedAt: Timestamp.optional(),
  expiresAt: Timestamp.optional().describe('Of what is only reserved: from when on it counts no more.'),
  startedAt: Timestamp.optional(),
  endedAt: Timestamp.optional(),
  outcome: z.string().optional(),
  weight: z.number(),
  source: Source,
  tellers: z.array(z.object({ teller: Teller, source: z.string(), id: z.string() })).describe('Who told of it.'),
  rule: MatchingRule,
  words: z.string().describe('The same for people.'),
});

const ListedBrake = z.object({
  brake: Brake,
  voices: z.array(Voice).describe('In which voices it counts: a refusal in the one in which she was asked.'),
  at: Timestamp,
  channel: z.string().optional(),
  interaction: z
    .object({ source: z.string(), id: z.string() })
    .optional()
    .describe('What says so, unless it is erased.'),
  words: z.string(),
});

const cursorInContacts = cursorOf('contacts', z.tuple([keyTime, z.uuid()]));

export const customerContactsRoute: Route = (app, { pool, hashes, policies, authenticate, tellReads, now }) =>
  app.get(
    '/v1/customers/:id/contacts',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary:
          'Who contacted a customer, when and how it ended; why nobody is to contact her now, and how often she still may be',
        description: audited,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({ limit: pageLimit, cursor: cursorInContacts.parameter }),
        response: {
          200: z.object({
            customer: CustomerId,
            contacts: z.array(ListedContact).describe('The latest first, by every department and system.'),
            brakes: z.array(ListedBrake),
            budgets: z.array(ToldBudget).describe('How much is used of every cap of the policy in force.'),
            nextCursor: z.string().optional(),
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after } = request.query;
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await tellReads(request, [customer]);
      const record = (await findRecords(pool, [customer])).get(customer);
      const places = record ? contactPlacesOf({ record }, hashes) : [];
      const rows = await readContacts(pool, { customer, places, after, limit: limit + 1 });
      const encode = ({ at, id }: ContactRow): string => cursorInContacts.encode([timeText(at), id]);
      const { page, next } = pageOf(rows, limit, encode);
      const learnt = await findBrakes(pool, [{ customer, places }]);
      const brakes = brakesInForce(learnt, record?.consents ?? [], hashes.ofIdentifier);
      const policy = await policies.latest(pool);
      const by = policy && { policy, hashes, now: now() };
      const budgets = by && record ? await budgetsOfCustomer(pool, { customer, record }, by) : [];
      return {
        customer,
        contacts: page.map(contactOf),
        brakes: brakes.map(brakeOf),
        budgets: budgets.map(budgetOf),
        ...next,
      };
    },
  );

/** `POST /v1/contacts`, `GET /v1/customers/{id}/contacts`: the ledger of contacts. */
export const contactRoutes: readonly Route[] = [reportContactsRoute, customerContactsRoute];

const timeText = (at: number): string => new Date(at).toISOString();

const contactOf = (row: ContactRow): z.infer<typeof ListedContact> => {
  const { id, at, channel, direction, weight, source, tellers, rule, reservedAt, expiresAt, startedAt, endedAt } = row;
  const given = <Value>(value: Value | null): Value | undefined => value ?? undefined;
  const times = Object.entries({ reservedAt, expiresAt, startedAt, endedAt }).filter(([, time]) => time !== null);
  return {
    id,
    at: timeText(at),
    channel,
    direction,
    contactPoint: given(row.contactPoint),
    purpose: given(row.purpose),
    class: given(row.class),
    touchpoint: given(row.touchpoint),
    ...Object.fromEntries(times.map(([name, time]) => [name, timeText(time ?? at)])),
    outcome: given(row.outcome),
    weight,
    source,
    tellers,
    rule,
    words: contactInWords(row),
  };
};

const brakeOf = ({
  brake,
  at,
  channel,
  source,
  interaction,
  voices,
}: FoundBrake & { voices: readonly Voice[] }): z.infer<typeof ListedBrake> => ({
  brake,
  at: timeText(at),
  ...(channel !== null && { channel }),
  ...(source !== null && interaction !== null && { interaction: { source, id: interaction } }),
  voices: [...voices],
  words: brakeInWords(brake, at, voices),
});
