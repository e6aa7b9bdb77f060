import { inMilliseconds, instantOf, type ResolvedInteraction } from '@hilo/contracts';
import type { Handle } from '@hilo/log';
import { bare, generationNow, isBeforeRebuild, statement, type Transaction, texts } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type CountedAnswer, countedIn } from '../domain/counted.ts';
import { filedOf } from '../domain/months.ts';
import type { FactNumbers } from './numbers.ts';

/** An interaction, with its instant as Postgres and as the columns take it, and with its month. */
export type TimedInteraction = { resolved: ResolvedInteraction; occurredAt: string; at: number; filed: string };

export const timed = (resolved: ResolvedInteraction): TimedInteraction => {
  const occurredAt = inMilliseconds(resolved.interaction.occurredAt);
  return { resolved, occurredAt, at: instantOf(occurredAt), filed: filedOf(occurredAt) };
};

/** An interaction that is about to be kept, with numbers for its words: 0 where nobody said one. */
export type FactRow = TimedInteraction & {
  /** As well where a later revision of the same answers counts. */
  withdrawn: boolean;
  answers: readonly CountedAnswer[];
  /** What the declared properties say. */
  words: readonly number[];
} & Record<
    'source' | 'subject' | 'step' | 'direction' | 'actor' | 'outcome' | 'locale' | 'journeyName' | 'stage',
    number
  >;

/** The row of an interaction, with the numbers of what the declared properties say. */
export const factRow = (
  { resolved, occurredAt, at, filed }: TimedInteraction,
  { numbers, words }: { numbers: FactNumbers; words: readonly number[] },
): FactRow => {
  const { interaction } = resolved;
  const numberOf = (word: string | undefined): number => (word === undefined ? 0 : numbers.word(word));
  return {
    resolved,
    withdrawn: resolved.withdrawn === true,
    occurredAt,
    at,
    filed,
    answers: countedIn(interaction),
    words,
    source: numbers.word(interaction.source),
    subject: numbers.subject(resolved.subject),
    step: numbers.step(interaction),
    direction: numberOf(interaction.direction),
    actor: numberOf(interaction.actor),
    outcome: numberOf(interaction.outcome),
    locale: numberOf(interaction.locale),
    journeyName: numberOf(interaction.journey?.name),
    stage: numberOf(interaction.journey?.stage),
  };
};

type Value = string | number | boolean | null;
type Column = readonly [name: string, type: string, pick: (row: FactRow) => Value];

const orNone = (no: number): number | null => (no === 0 ? null : no);
export const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const key: readonly Column[] = [
  ['source', 'integer', ({ source }) => source],
  ['id', 'text', ({ resolved }) => resolved.interaction.id],
  ['filed', 'date', ({ filed }) => filed],
];

/** Of an interaction what makes its row, beside its key. A later version has all of it anew: whoever was erased is not in it. */
const columns: readonly Column[] = [
  ['occurred_at', 'timestamptz', ({ occurredAt }) => occurredAt],
  ['subject', 'integer', ({ subject }) => subject],
  ['version', 'integer', ({ resolved }) => resolved.version],
  ['withdrawn', 'boolean', ({ withdrawn }) => withdrawn],
  ['step', 'integer', ({ step }) => step],
  ['direction', 'integer', ({ direction }) => orNone(direction)],
  ['actor', 'integer', ({ actor }) => orNone(actor)],
  ['outcome', 'integer', ({ outcome }) => orNone(outcome)],
  ['locale', 'integer', ({ locale }) => orNone(locale)],
  ['journey', 'text', ({ resolved }) => resolved.interaction.journey?.id ?? null],
  ['journey_name', 'integer', ({ journeyName }) => orNone(journeyName)],
  ['stage', 'integer', ({ stage }) => orNone(stage)],
  ['moment_of_truth', 'boolean', ({ resolved }) => resolved.interaction.journey?.momentOfTruth ?? null],
  ['verbatim', 'text', ({ resolved }) => resolved.interaction.text ?? null],
  [
    'answers',
    'text',
    ({ resolved }) => jsonOf(resolved.interaction.answers?.length ? resolved.interaction.answers : undefined),
  ],
  ['properties', 'text', ({ resolved }) => jsonOf(resolved.interaction.properties)],
  ['context', 'text', ({ resolved }) => jsonOf(resolved.interaction.context)],
  ['why', 'text', ({ resolved }) => JSON.stringify(resolved.why)],
];

/** Adds the words that the row of this interaction names. */
export const addWordsOf = (
  { source, direction, actor, outcome, locale, journey }: ResolvedInteraction['interaction'],
  words: Set<string>,
): void => {
  words.add(source);
  if (direction !== undefined) words.add(direction);
  if (actor !== undefined) words.add(actor);
  if (outcome !== undefined) words.add(outcome);
  if (locale !== undefined) words.add(locale);
  if (journey?.name !== undefined) words.add(journey.name);
  if (journey?.stage !== undefined) words.add(journey.stage);
};

/** A fact as it was: what the rollups and the columns may have of it. */
export const KeptFact = z.object({
  source: z.number(),
  id: z.string(),
  at: z.coerce.number(),
  withdrawn: z.boolean(),
  step: z.number(),
  actor: z.number(),
  answers: z.string().nullable(),
  properties: z.string().nullable(),
});
export type KeptFact = z.infer<typeof KeptFact>;

/** In SQL: a `KeptFact` of the row of this name. */
export const keptFact = (row: string): string =>
  `${row}.source, ${row}.id, extract(epoch FROM ${row}.occurred_at) * 1000 AS at, ${row}.withdrawn, ${row}.step,
   coalesce(${row}.actor, 0) AS actor, ${row}.answers, ${row}.properties`;

const all = [...key, ...columns];
/** The columns of a fact, as `COPY` and `INSERT` name them. */
export const namesOfFactColumns = all.map(([name]) => name).join(', ');

const replaced = [...columns.map(([name]) => name), 'rebuilt'].map((name) => `${name} = EXCLUDED.${name}`);
const keepFactsSql = statement({
  name: 'save-facts',
  text: `INSERT INTO facts AS f (${namesOfFactColumns}, rebuilt)
         SELECT *, ${generationNow} FROM unnest(${all.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
         ON CONFLICT (source, id, filed) DO UPDATE SET ${replaced.join(', ')}
          WHERE f.version < EXCLUDED.version OR ${isBeforeRebuild('f')}
         RETURNING new.source AS "newSource", new.id AS "newId", old.version AS "oldVersion", ${keptFact('old')}`,
});

const SavedFact = z.object({ newSource: z.number(), newId: z.string(), oldVersion: z.number().nullable() });

/** Those that were saved, and what was there before of them. */
export type Saved = { rows: readonly FactRow[]; before: ReadonlyMap<FactRow, KeptFact> };

/** Saves facts, unless a later version is there; during a rebuild, one from before counts for nothing. Gives those that were saved. */
export const keepFacts = async (tx: Transaction, facts: readonly FactRow[]): Promise<Saved> => {
  if (facts.length === 0) return { rows: [], before: new Map() };
  const { rows } = await tx.query(keepFactsSql(all.map(([, type, pick]) => parameter(type, facts.map(pick)))));
  const saved = new Map(
    rows.map((row): [string, KeptFact | undefined] => {
      const { newSource, newId, oldVersion } = SavedFact.parse(row);
      return [`${newSource} ${newId}`, oldVersion === null ? undefined : KeptFact.parse(row)];
    }),
  );
  const nameOf = ({ source, resolved }: FactRow): string => `${source} ${resolved.interaction.id}`;
  const kept = facts.filter((row) => saved.has(nameOf(row)));
  const before = new Map<FactRow, KeptFact>();
  for (const row of kept) {
    const was = saved.get(nameOf(row));
    if (was !== undefined) before.set(row, was);
  }
  return { rows: kept, before };
};

/** Of all these types, text alone needs quotes. */
const parameter = (type: string, values: readonly Value[]): string | Buffer =>
  type === 'text' ? texts(values.map((value) => (value === null ? null : String(value)))) : bare(values);

const removeFactsBeforeSql = statement('DELETE FROM facts WHERE filed = $1::date AND rebuilt < $2');

/** Removes the facts of a month that were written last before this generation; gives how many there were. */
export const removeFactsBefore = async (tx: Transaction, filed: string, generation: number): Promise<number> =>
  (await tx.query(removeFactsBeforeSql([filed, generation]))).rowCount ?? 0;

const listHandlesSql = statement(`
  SELECT w.word AS source, f.id FROM facts AS f JOIN words AS w ON w.no = f.source
   WHERE (w.word, f.id) > ($1, $2) ORDER BY w.word, f.id LIMIT 5000`);

/** A page of the interactions that are kept, those after this one. */
export const listHandles = async (pool: Pool, [source, id]: Handle): Promise<Handle[]> => {
  const { rows } = await pool.query<{ source: string; id: string }>(listHandlesSql([source, id]));
  return rows.map((row): Handle => [row.source, row.id]);
};
