import { CustomerId, Timestamp } from '@hilo/contracts';
import { allow, problems } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { budgetsOfCustomer } from '../contacts/budgets.ts';
import { withShares } from '../domain/contact-counts.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import {
  type CountedContacts,
  countContactsOfDays,
  countObjections,
  type KindOfCount,
} from '../store/contact-counts.ts';
import { mostContacted, spreadOfContacts } from '../store/pressed-customers.ts';
import { findRecords } from '../store/profiles.ts';
import { audited, type Context, type Route, tags } from './context.ts';
import { budgetOf, ToldBudget } from './told-budget.ts';

const count = z.int().min(0);

const Counts = z.object({
  contacts: count.describe('Outbound, by whomever; what is reserved counts until it expires.'),
  people: count.describe('How many customers that were; of whom nobody knows who it is, contact points.'),
  refused: count.describe('She said no.'),
  refusedPer1000: z.number().nullable().describe('Of a thousand contacts.'),
  wrongPerson: count.describe('It was somebody else: a wrong number or address.'),
  wrongPersonPer1000: z.number().nullable(),
  bounced: count,
  reserved: count.describe('Of these contacts, those that are only reserved.'),
});

const by = (what: string) =>
  z
    .array(Counts.extend({ name: z.string().optional().describe('Absent where nobody says it.') }))
    .describe(`The same by ${what}, the most first: together, all contacts.`);

const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const contactCountsRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/contacts/counts',
    {
      onRequest: allow(authenticate, 'surveys:read', 'analytics:read'),
      schema: {
        summary: 'How often people are contacted, by which system or department, and how often they refuse',
        tags,
        querystring: z.object({
          from: z.iso.date().optional().describe('A day (UTC); without it, so that there are thirty.'),
          to: z.iso.date().optional().describe('The last day that counts, with all of it; without it, today.'),
        }),
        response: {
          200: z.object({
            from: z.string(),
            to: z.string(),
            total: Counts,
            objections: count.describe('How many people objected to being contacted at all, wherever they said it.'),
            sources: by('whoever made them'),
            channels: by('channel'),
            classes: by('what kind of contact it was'),
            purposes: by('purpose'),
            days: z.array(Counts.extend({ day: z.string() })).describe('The same by day, for days with any.'),
          }),
          ...problems,
        },
      },
    },
    async ({ query: { to = dayOf(now()), from = dayOf(Date.parse(to) - 29 * dayMs) } }) => {
      const [rows, objections] = await Promise.all([
        countContactsOfDays(pool, { from, to }, now()),
        countObjections(pool, { from, to }),
      ]);
      const [total] = of(rows, 'all');
      return {
        ...{ from, to, objections },
        total: withShares(total ?? { contacts: 0, people: 0, refused: 0, wrongPerson: 0, bounced: 0, reserved: 0 }),
        sources: named(of(rows, 'source')),
        channels: named(of(rows, 'channel')),
        classes: named(of(rows, 'class')),
        purposes: named(of(rows, 'purpose')),
        days: of(rows, 'day')
          .map((row) => ({ day: row.name ?? '', ...withShares(row) }))
          .toSorted((one, other) => one.day.localeCompare(other.day)),
      };
    },
  );

const of = (rows: readonly CountedContacts[], kind: KindOfCount): CountedContacts[] =>
  rows.filter((row) => row.kind === kind);

const named = (rows: readonly CountedContacts[]) =>
  rows.map((row) => ({ ...(row.name !== null && { name: row.name }), ...withShares(row) }));

const daysOfPressure = 7;

const Pressed = z.object({
  customer: CustomerId,
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  contacts: count,
  sources: z.array(z.object({ source: z.string(), contacts: count })).describe('By whom, the most first.'),
  state: z
    .enum(['over', 'full', 'free'])
    .describe(
      'over: more than a cap of the policy permits. full: nothing is left of one. free: something is left of each.',
    ),
  spent: z.array(ToldBudget).describe('The caps of the policy in force of which nothing is left.'),
});

const pressedCustomersRoute: Route = (app, { pool, hashes, policies, authenticate, tellReads, now }) =>
  app.get(
    '/v1/contacts/pressed',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'Who was contacted most often within the last seven days, by whom, and which caps that uses up',
        description: `Of those who were contacted most often: whether a cap that looks further back is used up of somebody else, GET /v1/customers/{id}/contacts says. ${audited}`,
        tags,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
        response: {
          200: z.object({
            since: Timestamp,
            spread: z
              .array(z.object({ contacts: count, customers: count }))
              .describe('How many customers were contacted how often since then; all who were.'),
            customers: z.array(Pressed).describe('Those with the most contacts first.'),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const at = now();
      const since = at - daysOfPressure * dayMs;
      const [spread, most] = await Promise.all([
        spreadOfContacts(pool, { since, now: at }),
        mostContacted(pool, { since, now: at, limit: request.query.limit }),
      ]);
      const found = most.map(({ customer }) => customer);
      await tellReads(request, found);
      const policy = await policies.latest(pool);
      const records = await findRecords(pool, found);
      const customers: z.infer<typeof Pressed>[] = [];
      for (const one of most) {
        const record = records.get(one.customer);
        const spent = policy && record ? await spentBy(pool, { ...one, record }, { policy, hashes, now: at }) : [];
        customers.push({ ...one, ...nameOf(record?.traits), ...pressureOf(spent) });
      }
      return { since: new Date(since).toISOString(), spread, customers };
    },
  );

type Of = Parameters<typeof budgetsOfCustomer>[1];
type By = { policy: CompiledPolicy; hashes: Context['hashes']; now: number };

const spentBy = async (pool: Pool, one: Of, judging: By) =>
  (await budgetsOfCustomer(pool, one, judging)).filter(({ used, cap }) => used >= cap.max);

const pressureOf = (spent: Awaited<ReturnType<typeof spentBy>>): Pick<z.infer<typeof Pressed>, 'state' | 'spent'> => ({
  state: spent.some(({ used, cap }) => used > cap.max) ? 'over' : spent.length > 0 ? 'full' : 'free',
  spent: spent.map(budgetOf),
});

/** What a name is in the record; there is none where it cannot be read. */
const Name = z
  .object({ value: z.string() })
  .transform(({ value }) => value)
  .optional()
  .catch(undefined);
const Names = z.object({ givenName: Name, familyName: Name });

const nameOf = (traits: object = {}): z.infer<typeof Names> => {
  const { givenName, familyName } = Names.parse(traits);
  return { ...(givenName !== undefined && { givenName }), ...(familyName !== undefined && { familyName }) };
};

/** `/v1/contacts/counts` and `/pressed`: who presses, who is pressed. */
export const contactPressureRoutes: readonly Route[] = [contactCountsRoute, pressedCustomersRoute];
