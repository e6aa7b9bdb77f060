import { AttributionRule, inMilliseconds, knownWord, ResolvedInteraction, type SurveyEvent } from '@hilo/contracts';
import type { Handle } from '@hilo/log';
import { generationNow, isBeforeRebuild, latestSurveyEvents, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { QuarantineState } from './quarantine.ts';

const rules: readonly string[] = AttributionRule.options;

/** An interaction with its customer, and when that was told of, in milliseconds since the epoch. */
export type ToldResolved = { resolved: ResolvedInteraction; toldAt: number };

const saveReceiptsSql = statement({
  name: 'save-receipts',
  text: `INSERT INTO receipts AS r
           (interaction, source, subject, version, withdrawn, rule, occurred_at, received_at, stored_at, notes,
            unknown_rule, rebuilt)
         SELECT *, ${generationNow}
           FROM unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::boolean[], $6::smallint[],
                       $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[])
         ON CONFLICT (interaction, source) DO UPDATE
            SET subject = EXCLUDED.subject, version = EXCLUDED.version, withdrawn = EXCLUDED.withdrawn,
                rule = EXCLUDED.rule, unknown_rule = EXCLUDED.unknown_rule, notes = EXCLUDED.notes,
                occurred_at = EXCLUDED.occurred_at, received_at = EXCLUDED.received_at, rebuilt = EXCLUDED.rebuilt,
                stored_at = CASE WHEN $12 THEN r.stored_at ELSE least(r.stored_at, EXCLUDED.stored_at) END
          WHERE r.version < EXCLUDED.version OR ${isBeforeRebuild('r')}`,
});

/**
 * Keeps what became of interactions, each at its latest version; during a rebuild, one from before counts for nothing. When it was
 * first told of stays.
 */
export const saveReceipts = async (
  tx: Transaction,
  told: readonly ToldResolved[],
  isRebuild: boolean,
): Promise<void> => {
  if (told.length === 0) return;
  const column = <Value>(pick: (one: ResolvedInteraction) => Value): Value[] =>
    told.map(({ resolved }) => pick(resolved));
  await tx.query(
    saveReceiptsSql([
      column(({ interaction }) => interaction.id),
      column(({ interaction }) => interaction.source),
      column(({ subject }) => subject),
      column(({ version }) => version),
      column(({ withdrawn = false }) => withdrawn),
      column(({ why }) => rules.indexOf(why.rule)),
      column(({ interaction }) => inMilliseconds(interaction.occurredAt)),
      column(({ interaction }) => inMilliseconds(interaction.receivedAt)),
      told.map(({ toldAt }) => new Date(toldAt).toISOString()),
      column(({ notes = [], interaction }) => {
        const all = [...(interaction.notes ?? []), ...notes];
        return all.length === 0 ? null : JSON.stringify(all);
      }),
      column(({ why }) => (knownWord(AttributionRule, why.rule) === undefined ? why.rule : null)),
      isRebuild,
    ]),
  );
};

const saveSurveyDecisionsSql = statement({
  name: 'save-survey-decisions',
  text: `INSERT INTO survey_decisions AS s (id, state, programme, programme_version, reason, interaction, source, subject, at)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[],
                              $8::uuid[], $9::timestamptz[])
         ON CONFLICT (id, state) DO UPDATE
            SET reason = EXCLUDED.reason, at = EXCLUDED.at, subject = EXCLUDED.subject,
                programme_version = EXCLUDED.programme_version
          WHERE s.at < EXCLUDED.at`,
});

/** Keeps what was decided about asking: each state of an invitation once, as it was told last. */
export const saveSurveyDecisions = async (tx: Transaction, told: readonly SurveyEvent[]): Promise<void> => {
  if (told.length === 0) return;
  const events = latestSurveyEvents(told);
  const column = <Value>(pick: (one: SurveyEvent) => Value): Value[] => events.map(pick);
  await tx.query(
    saveSurveyDecisionsSql([
      column(({ id }) => id),
      column(({ state }) => state),
      column(({ programme }) => programme),
      column(({ programmeVersion }) => programmeVersion),
      column((event) => (event.state === 'withheld' ? event.reason : null)),
      column(({ interaction }) => interaction.id),
      column(({ interaction }) => interaction.source),
      column(({ subject }) => subject),
      column(({ at }) => inMilliseconds(at)),
    ]),
  );
};

const sourcesOfSql = statement(`
  SELECT source FROM receipts WHERE interaction = $1
  UNION SELECT source FROM quarantine WHERE (interaction = $1 OR replayed_as = $1) AND source IS NOT NULL
  ORDER BY source`);

/** The sources that have posted an interaction with this id. */
export const sourcesOf = async (pool: Pool, id: string): Promise<string[]> => {
  const { rows } = await pool.query<{ source: string }>(sourcesOfSql([id]));
  return rows.map(({ source }) => source);
};

const ReceiptRow = z.object({
  subject: z.string(),
  customer: z.string().nullable(),
  version: z.int(),
  withdrawn: z.boolean(),
  rule: ResolvedInteraction.shape.why.shape.rule,
  receivedAt: z.date(),
  storedAt: z.date(),
  notes: z.string().nullable(),
});

export type ReceiptRow = z.infer<typeof ReceiptRow>;

type Posted = { id: string; source: string };

const findReceiptSql = statement(`
  SELECT r.subject, c.customer, r.version, r.withdrawn, coalesce(r.unknown_rule, ($3::text[])[r.rule + 1], 'unknown') AS rule,
         r.received_at AS "receivedAt", r.stored_at AS "storedAt", r.notes
    FROM receipts r LEFT JOIN claims c ON c.subject = r.subject WHERE r.interaction = $1 AND r.source = $2`);

/** What became of an interaction that is stored, and whose it is now. */
export const findReceipt = async (pool: Pool, { id, source }: Posted): Promise<ReceiptRow | undefined> => {
  const { rows } = await pool.query(findReceiptSql([id, source, rules]));
  return rows[0] && ReceiptRow.parse(rows[0]);
};

const SurveyRow = z.object({
  id: z.string(),
  state: z.string(),
  programme: z.string(),
  programmeVersion: z.int(),
  reason: z.string().nullable(),
  at: z.date(),
});

export type SurveyRow = z.infer<typeof SurveyRow>;

const readSurveyDecisionsSql = statement(`
  SELECT id, state, programme, programme_version AS "programmeVersion", reason, at FROM survey_decisions
   WHERE interaction = $1 AND source = $2 ORDER BY at, programme, id`);

/** What was decided about asking after it, in the order of time. */
export const readSurveyDecisions = async (pool: Pool, { id, source }: Posted): Promise<SurveyRow[]> => {
  const { rows } = await pool.query(readSurveyDecisionsSql([id, source]));
  return z.array(SurveyRow).parse(rows);
};

const SetAside = z.object({
  id: z.coerce.number(),
  state: QuarantineState,
  reason: z.string(),
  at: z.date(),
  replayedAs: z.string().nullable(),
  message: z.string().nullable().describe('Where there may be words in it on why.'),
});

export type SetAside = z.infer<typeof SetAside>;

const readSetAsideSql = statement(`
  SELECT id, state, reason, arrived_at AS at, replayed_as AS "replayedAs",
         CASE WHEN reason = 'no-usable-identifier' THEN message END AS message FROM quarantine
   WHERE topic = $1 AND source = $3 AND (interaction = $2 OR replayed_as = $2) ORDER BY id LIMIT 100`);

/** What was posted under this id, or was given it, and is or was in the quarantine. */
export const readSetAside = async (pool: Pool, topic: string, { id, source }: Posted): Promise<SetAside[]> => {
  const { rows } = await pool.query(readSetAsideSql([topic, id, source]));
  return z.array(SetAside).parse(rows);
};

const listReceiptsSql = statement(`
  SELECT source, interaction AS id FROM receipts WHERE (interaction, source) > ($2, $1) ORDER BY interaction, source LIMIT 5000`);

/** A page of the interactions of which there are receipts, those after this one. */
export const listReceipts = async (pool: Pool, [source, id]: Handle): Promise<Handle[]> => {
  const { rows } = await pool.query<{ source: string; id: string }>(listReceiptsSql([source, id]));
  return rows.map((row): Handle => [row.source, row.id]);
};
