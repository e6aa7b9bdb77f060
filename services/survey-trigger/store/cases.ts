import { CaseState, OpenChannel } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { type Case, isActive } from '../domain/cases/case.ts';
import { Severity } from '../domain/cases/case-rules.ts';

const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);
const time = z.date().transform((at) => at.getTime());
const Score = z.object({ scale: z.string(), question: z.string().optional(), value: z.number() });

/** A case as its row has it. */
export const CaseRow = z.object({
  id: z.string(),
  subject: z.string(),
  customer: z.string(),
  about: z.string(),
  state: CaseState,
  rule: z.string(),
  rulesVersion: z.int(),
  severity: Severity,
  queue: z.string(),
  owner: orNothing(z.string()),
  defender: orNothing(z.string()),
  calendar: z.string(),
  source: z.string(),
  interaction: z.string(),
  attributionVersion: z.int(),
  touchpoint: z.string(),
  channel: OpenChannel,
  occurredAt: time,
  openedAt: time,
  clockFrom: time,
  firstResponseMinutes: z.int(),
  resolutionMinutes: z.int(),
  pauses: z.array(z.tuple([z.number(), z.number()])),
  pausedAt: orNothing(time),
  pausedUntil: orNothing(time),
  firstResponseDueAt: orNothing(time),
  resolutionDueAt: orNothing(time),
  contactedAt: orNothing(time),
  respondedAt: orNothing(time),
  resolvedAt: orNothing(time),
  rootCause: orNothing(z.string()),
  resolution: orNothing(z.string()),
  reopened: z.int(),
  level: z.int(),
  raised: z.array(z.int()),
  joinedTo: orNothing(z.string()),
  before: orNothing(Score),
  after: orNothing(Score),
  reach: orNothing(z.number()),
  revision: z.int(),
}) satisfies z.ZodType<Case>;

const types = {
  subject: 'uuid',
  customer: 'uuid',
  about: 'text',
  state: 'text',
  rule: 'text',
  rulesVersion: 'integer',
  severity: 'text',
  queue: 'text',
  owner: 'text',
  defender: 'text',
  calendar: 'text',
  source: 'text',
  interaction: 'text',
  attributionVersion: 'integer',
  touchpoint: 'text',
  channel: 'text',
  occurredAt: 'timestamptz',
  openedAt: 'timestamptz',
  clockFrom: 'timestamptz',
  firstResponseMinutes: 'integer',
  resolutionMinutes: 'integer',
  pauses: 'jsonb',
  pausedAt: 'timestamptz',
  pausedUntil: 'timestamptz',
  firstResponseDueAt: 'timestamptz',
  resolutionDueAt: 'timestamptz',
  contactedAt: 'timestamptz',
  respondedAt: 'timestamptz',
  resolvedAt: 'timestamptz',
  rootCause: 'text',
  resolution: 'text',
  reopened: 'integer',
  level: 'integer',
  raised: 'jsonb',
  joinedTo: 'uuid',
  before: 'jsonb',
  after: 'jsonb',
  reach: 'float8',
  revision: 'integer',
} as const satisfies Record<Exclude<keyof Case, 'id'>, string>;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const named = Object.entries(types).map(([name, type]) => ({ name, column: snake(name), type }));
const columns = named.map(({ column }) => column).join(', ');
const given = `jsonb_to_recordset($1::jsonb) AS g (id uuid, ${named.map(({ column, type }) => `${column} ${type}`).join(', ')})`;

/** In SQL: the columns of a case, of the table of this alias, as they are read. */
export const caseColumns = (alias: string): string =>
  [`${alias}.id`, ...named.map(({ name, column }) => `${alias}.${column} AS "${name}"`)].join(', ');

const textOf = (cases: readonly Case[]): string =>
  JSON.stringify(
    cases
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .map((one) => ({
        id: one.id,
        ...Object.fromEntries(
          named.map(({ name, column, type }) => [column, columnValue(Object.entries(one), name, type)]),
        ),
      })),
  );

const columnValue = (entries: readonly [string, unknown][], name: string, type: string): unknown => {
  const value = entries.find(([one]) => one === name)?.[1];
  return type === 'timestamptz' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
};

const insertSql = statement(
  `INSERT INTO cases (id, ${columns}) SELECT id, ${columns} FROM ${given} ORDER BY id ON CONFLICT DO NOTHING RETURNING id`,
);

/** Writes these that are new. Gives those that were: of another there is a case, or one of the customer about the same in hand. */
export const insertCases = async (tx: Transaction, cases: readonly Case[]): Promise<ReadonlySet<string>> => {
  if (cases.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(insertSql([textOf(cases)]));
  return new Set(rows.map(({ id }) => id));
};

const updateSql = statement(`
  UPDATE cases c SET (${columns}, failures, unworkable) = (${named.map(({ column }) => `g.${column}`).join(', ')}, 0, NULL)
    FROM ${given} WHERE c.id = g.id`);

/** Writes these as they stand now; those that are in nobody's hands any more first, which makes room for others. */
export const updateCases = async (tx: Transaction, cases: readonly Case[]): Promise<void> => {
  const [active, others] = [cases.filter(isActive), cases.filter((one) => !isActive(one))];
  for (const some of [others, active]) if (some.length > 0) await tx.query(updateSql([textOf(some)]));
};

const parkSql = statement('UPDATE cases SET customer = id WHERE id = ANY ($1::uuid[])');

/** Takes these from their customers, who are others now: two who change places would stand in each other's way. */
export const parkCases = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await tx.query(parkSql([ids]));
};

const lockSql = statement(
  `SELECT ${caseColumns('c')} FROM cases c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.id FOR UPDATE`,
);

/** These cases, which nobody else changes until the end of the transaction. */
export const lockCases = async (tx: Transaction, ids: readonly string[]): Promise<Case[]> => {
  if (ids.length === 0) return [];
  return z.array(CaseRow).parse((await tx.query(lockSql([ids]))).rows);
};

const findSql = statement(`SELECT ${caseColumns('c')} FROM cases c WHERE c.id = $1`);

export const findCase = async (tx: Pick<Transaction, 'query'>, id: string): Promise<Case | undefined> => {
  const { rows } = await tx.query(findSql([id]));
  return rows[0] && CaseRow.parse(rows[0]);
};
