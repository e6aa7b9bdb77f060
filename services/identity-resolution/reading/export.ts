import {
  AcceptedInteraction,
  Consent,
  CustomerId,
  CustomerRecord,
  type DecidedBy,
  Decision,
  Person,
  SubjectId,
  Timestamp,
} from '@hilo/contracts';
import { cursorOf, HttpProblem, pageOf, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { attribute } from '../domain/attribute.ts';
import { factOf } from '../domain/fact.ts';
import type { Rules } from '../domain/rules.ts';
import { listDecisions } from '../store/decisions.ts';
import { customerOf, readRecordsIn, subjectsOf } from '../store/graph/customers.ts';
import { listInteractions } from '../store/graph/interactions.ts';
import { readNodes } from '../store/graph/read-graph.ts';
import { listReads } from '../store/reads.ts';
import { consentedToday } from './consented.ts';

const Interaction = z.object({
  interaction: AcceptedInteraction,
  subject: SubjectId.describe('The identifier that it is attributed to.'),
  why: z
    .enum(['strongest-identifier', 'all-shared', 'names-nobody'])
    .describe('names-nobody: under the rules in force it says nothing of who it was.'),
  withdrawn: z.boolean().describe('True when it counts for nobody any more.'),
});

const Read = z.object({
  at: Timestamp,
  source: z.string(),
  roles: Person.shape.roles.optional(),
  purpose: z.string(),
  route: z.string(),
});

/** Everything that identity-resolution knows of a customer, and where the rest is. */
export const Export = z.object({
  customer: CustomerId,
  at: Timestamp,
  record: CustomerRecord.optional().describe('On the first page, as what follows but the interactions.'),
  consents: z.array(Consent).optional().describe('Every statement, with its proof, the latest first.'),
  decisions: z.array(Decision).optional().describe('What people decided of who it is; 1000 at the most.'),
  reads: z.array(Read).optional().describe('Who read the record, and what for; the latest 1000.'),
  interactions: z.array(Interaction),
  nextCursor: z.string().optional().describe('There are more interactions.'),
  elsewhere: z
    .array(z.object({ service: z.string(), path: z.string(), what: z.string() }))
    .describe('What other services made of it: they share no tables, so each answers for itself.'),
});

export type Export = z.infer<typeof Export>;

/** By the keys of interactions. */
export const cursorInExport = cursorOf('export', z.tuple([z.guid()]));

const most = 1000;
const mostAtOnce = 10_000;

/** A page of what is known of the customer who has this subject; the first one has all but further interactions. */
export const exportPage = async (
  tx: Transaction,
  rules: Rules,
  subject: string,
  { now, after, limit }: { now: number; after: readonly [key: string] | undefined; limit: number },
): Promise<Export | undefined> => {
  const customer = await customerOf(tx, subject);
  if (customer === undefined) return undefined;
  const subjects = await subjectsOf(tx, customer);
  const found = await listInteractions(tx, subjects, { after: after?.[0], limit: limit + 1 });
  const { page, next } = pageOf(found, limit, ({ key }) => cursorInExport.encode([key]));
  return {
    customer,
    at: new Date(now).toISOString(),
    ...(after === undefined && (await about(tx, rules, { customer, subjects }))),
    interactions: (await attributed(tx, rules, page)).filter((one) => subjects.includes(one.subject)),
    ...next,
    elsewhere: elsewhere(customer),
  };
};

/** All of it at once, where it is not too much; of nobody, nothing. */
export const exportAll = async (
  tx: Transaction,
  rules: Rules,
  subject: string,
  now: number,
): Promise<Export | undefined> => {
  const all = await exportPage(tx, rules, subject, { now, after: undefined, limit: mostAtOnce });
  if (all?.nextCursor === undefined) return all;
  throw new HttpProblem(
    409,
    'Too much',
    `There are more than ${mostAtOnce} interactions: export them page by page first.`,
  );
};

/**
 * Whose each of these is. One that was withdrawn is told by whose it would be now: when it was withdrawn, and what was known
 * by then, makes no difference.
 */
const attributed = async (
  tx: Transaction,
  { registry, deriveId }: Rules,
  page: Awaited<ReturnType<typeof listInteractions>>,
): Promise<z.infer<typeof Interaction>[]> => {
  const parsed = page.map(({ content, subject, rule, withdrawn }) => {
    const interaction = AcceptedInteraction.parse(JSON.parse(content));
    const fact = withdrawn ? factOf(registry, deriveId, interaction) : undefined;
    return { told: { interaction, subject, why: rule, withdrawn }, fact };
  });
  const named = new Set(parsed.flatMap(({ fact }) => fact?.nodes.map(({ id }) => id) ?? []));
  const shared = new Set((await readNodes(tx, 'id', [...named])).flatMap((node) => (node.shared ? [node.id] : [])));
  return parsed.map(({ told, fact }) => {
    if (fact === undefined) return told;
    const { node, rule } = attribute(fact, (id) => shared.has(id));
    return { ...told, subject: node.id, why: rule };
  });
};

type Whose = { customer: string; subjects: readonly string[] };

const about = async (tx: Transaction, rules: Rules, { customer, subjects }: Whose) => {
  const record = (await readRecordsIn(tx, rules.registry, [customer])).get(customer)?.record;
  const consented = await consentedToday(tx, rules, customer);
  const reads = await listReads(tx, { customers: subjects, after: undefined, limit: most });
  return {
    ...(record && { record }),
    consents: consented?.statements ?? [],
    decisions: (await listDecisions(tx, { nodes: subjects, after: undefined, limit: most })).map(withoutNames),
    reads: reads.map(({ at, source, person, purpose, route }) => ({
      at,
      source,
      ...(person && { roles: person.roles }),
      purpose,
      route,
    })),
  };
};

/** The customer may know in which role somebody acted; who it was is personal to who works there. */
const withoutNames = (decision: Decision): Decision => ({
  ...decision,
  by: withoutName(decision.by),
  ...(decision.retracted && { retracted: { ...decision.retracted, by: withoutName(decision.retracted.by) } }),
});

const withoutName = ({ person, ...by }: DecidedBy): DecidedBy => ({
  ...by,
  ...(person && { person: { roles: person.roles } }),
});

const elsewhere = (customer: string): Export['elsewhere'] => [
  {
    service: 'survey-trigger',
    path: `/v1/invitations?customer=${customer}`,
    what: 'Whether the customer was asked, about what, by which address and consent, and why not.',
  },
  {
    service: 'analytics',
    path: `/v1/customers/${customer}/timeline`,
    what: 'The interactions as they are shown, with what became of asking.',
  },
];
