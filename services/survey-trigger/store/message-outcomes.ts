import { type Outgoing, statement, type Transaction } from '@hilo/runtime';
import type { MessageOutcome } from '../domain/delivery/outcome.ts';
import { toldReasons } from '../domain/refusals.ts';
import { setFollowUpTimers } from './follow-up-timers.ts';
import { kindOfRoute, setMessageTimers } from './message-timers.ts';

const saveOutcomesSql = statement({
  name: 'save-outcomes',
  text: `WITH given AS (
           SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::float8[], $8::jsonb[], $9::float8[])
             AS g (id, attempts, state, reason, reasons, provider_id, until, detail, again)),
         saved AS (
           UPDATE messages m SET state = g.state, reason = g.reason, reasons = g.reasons, provider_id = coalesce(g.provider_id, m.provider_id),
                  claimed_until = NULL,
                  handed_over_at = CASE WHEN g.state IN ('accepted', 'unknown') THEN to_timestamp($10) ELSE m.handed_over_at END,
                  settled_at = CASE WHEN g.state IN ('deferred', 'unknown') THEN NULL ELSE to_timestamp($10) END,
                  retry_at = to_timestamp(g.until), unreadable = NULL, failures = 0
             FROM given g WHERE m.id = g.id AND m.state = 'sending' AND m.attempts = g.attempts
           RETURNING m.id AS ref, m.invitation, m.subject AS about, m.retry_at AS due_at, ${kindOfRoute('m.route')} AS kind, m.state,
                     g.attempts, g.detail, g.again),
         told AS (
           INSERT INTO message_reports (message, by, status, at, detail)
           SELECT ref, 'attempt', attempts || '/' || state, to_timestamp($10), detail FROM saved ON CONFLICT DO NOTHING),
         timed AS (${setMessageTimers('saved')}),
         followed AS (${setFollowUpTimers(
           `(SELECT DISTINCT ON (invitation) invitation AS ref, about, to_timestamp(again) AS due_at FROM saved
              WHERE again IS NOT NULL ORDER BY invitation, again) AS f`,
         )}),
         put AS (
           INSERT INTO outbox (topic, key, value, headers)
           SELECT topic, key, value, headers::jsonb
             FROM unnest($11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[]) WITH ORDINALITY
               AS o (topic, key, value, headers, message, n)
            WHERE message IN (SELECT ref FROM saved) ORDER BY n RETURNING id)
         SELECT ref AS message, NULL AS id FROM saved UNION ALL SELECT NULL, id::text FROM put`,
});

export type SavedOutcome = {
  id: string;
  attempts: number;
  outcome: MessageOutcome;
  told: readonly Outgoing[];
  /** When it is looked at what comes next for the invitation. */
  lookAgainAt: number | undefined;
};

/**
 * Writes what became of these attempts, each with its entry in the log and what is told of it. Gives which of them were open, and the ids of what
 * is in the outbox of these.
 */
export const saveOutcomes = async (
  tx: Transaction,
  saved: readonly SavedOutcome[],
  now: number,
): Promise<{ open: Set<string>; ids: string[] }> => {
  const told = saved.flatMap(({ id, told }) => told.map((one) => ({ ...one, message: id })));
  const { rows } = await tx.query<{ message: string | null; id: string | null }>(
    saveOutcomesSql([
      saved.map(({ id }) => id),
      saved.map(({ attempts }) => attempts),
      ...columnsOf(saved.map(({ outcome }) => outcome)),
      saved.map(({ lookAgainAt }) => seconds(lookAgainAt)),
      now / 1000,
      told.map(({ topic }) => topic),
      told.map(({ key }) => key),
      told.map(({ value }) => value),
      told.map(({ headers }) => JSON.stringify(headers ?? {})),
      told.map(({ message }) => message),
    ]),
  );
  return { open: new Set(rows.flatMap(({ message }) => message ?? [])), ids: rows.flatMap(({ id }) => id ?? []) };
};

const columnsOf = (outcomes: readonly MessageOutcome[]): unknown[][] => {
  const reasonOf = (one: MessageOutcome): string | undefined => ('reason' in one ? one.reason : undefined);
  const detailOf = (one: MessageOutcome): string | undefined => ('detail' in one ? one.detail : undefined);
  return [
    outcomes.map(({ state }) => state),
    outcomes.map((one) => reasonOf(one) ?? null),
    outcomes.map((one) => ('reasons' in one && one.reasons ? JSON.stringify(toldReasons(one.reasons)) : null)),
    outcomes.map((one) => ('providerId' in one && one.providerId) || null),
    outcomes.map((one) => (one.state === 'deferred' ? one.until / 1000 : null)),
    outcomes.map((one) => {
      const [reason, detail] = [reasonOf(one), detailOf(one)];
      return JSON.stringify({ ...(reason && { reason }), ...(detail && { detail }) });
    }),
  ];
};

const seconds = (at: number | undefined): number | null => (at === undefined ? null : at / 1000);
