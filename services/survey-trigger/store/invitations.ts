import { inMilliseconds } from '@hilo/contracts';
import { generationNow, statement, type Transaction } from '@hilo/runtime';
import type { Candidate } from '../domain/candidate.ts';
import type { SurveyDecision } from '../domain/decide.ts';
import { toldReasons } from '../domain/refusals.ts';
import { setInvitationTimers } from './invitation-timers.ts';

/** One that is not decided yet, or was withheld since its interaction was withdrawn, which was put back now. */
const reopens = `(i.state = 'pending' OR i.state = 'withheld' AND i.reason = 'interaction-withdrawn'
  AND coalesce(EXCLUDED.circumstances->>'withdrawn', 'false') <> 'true')`;
const whereReopened = [
  'customer',
  'record_version',
  'circumstances',
  'due_at',
  'deadline',
  'state',
  'reason',
  'reasons',
  'decided_at',
  'noted_at',
]
  .map((name) => `${name} = CASE WHEN ${reopens} THEN EXCLUDED.${name} ELSE i.${name} END`)
  .join(', ');

const savePendingSql = statement({
  name: 'save-pending',
  text: `WITH noted AS (INSERT INTO invitations AS i
           (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
            record_version, circumstances, occurred_at, due_at, deadline, state, rebuilt)
         SELECT *, 'pending', ${generationNow} FROM unnest(
           $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
           $9::integer[], $10::integer[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[])
         ON CONFLICT (id) DO UPDATE
            SET subject = EXCLUDED.subject, attribution_version = EXCLUDED.attribution_version,
                occurred_at = EXCLUDED.occurred_at, unreadable = NULL, retry_at = NULL, failures = 0,
                rebuilt = EXCLUDED.rebuilt, ${whereReopened}
          WHERE i.attribution_version < EXCLUDED.attribution_version
         RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('noted')}`,
});

/**
 * Notes what may be asked. One that was attributed anew follows its interaction, decided or not, so that whoever it is now
 * has been asked; one that is not decided yet is decided by what is known now, as is one that was put back.
 */
export const savePending = async (tx: Transaction, candidates: readonly Candidate[]): Promise<void> => {
  if (candidates.length === 0) return;
  const ordered = candidates.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const column = <Value>(pick: (one: Candidate) => Value): Value[] => ordered.map(pick);
  await tx.query(
    savePendingSql([
      column(({ id }) => id),
      column(({ programme }) => programme.id),
      column(({ programme }) => programme.version),
      column(({ resolved }) => resolved.interaction.source),
      column(({ resolved }) => resolved.interaction.id),
      column(({ resolved }) => resolved.interaction.touchpoint),
      column(({ resolved }) => resolved.subject),
      column(({ resolved }) => resolved.customer),
      column(({ resolved }) => resolved.version),
      column(({ resolved }) => resolved.recordVersion),
      column(({ circumstances }) => JSON.stringify(circumstances)),
      column(({ resolved }) => inMilliseconds(resolved.interaction.occurredAt)),
      column(({ dueAt }) => new Date(dueAt).toISOString()),
      column(({ deadline }) => new Date(deadline).toISOString()),
    ]),
  );
};

/** An invitation that cannot be decided, since something that it depends on cannot be read. */
export type Unreadable = { id: string; reason: string };

export type SavedDecision = {
  id: string;
  programme: string;
  customer: string;
  programmeVersion: number;
  decision: SurveyDecision;
  /** Of when the record is, if it was decided by one. */
  knownAt: string | undefined;
};

const saveDecisionsSql = statement({
  name: 'save-decisions',
  text: `UPDATE invitations i
            SET customer = d.customer, programme_version = d.programme_version, state = d.state, reason = d.reason,
                reasons = d.reasons, channel = d.channel, contact_point = d.contact_point, consent = d.consent,
                decided_at = to_timestamp($9), known_at = d.known_at, unreadable = NULL
           FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                       $8::jsonb[], $10::timestamptz[], $11::jsonb[])
             AS d (id, customer, programme_version, state, reason, channel, contact_point, consent, known_at, reasons)
          WHERE i.id = d.id`,
});

/** Writes what was decided, with the customer and the version of the programme that it was decided by. */
export const saveDecisions = async (tx: Transaction, decided: readonly SavedDecision[], now: number): Promise<void> => {
  const column = <Value>(pick: (one: SavedDecision) => Value): Value[] => decided.map(pick);
  const invited = <Value>(pick: (one: Extract<SurveyDecision, { state: 'invited' }>) => Value): (Value | null)[] =>
    decided.map(({ decision }) => (decision.state === 'invited' ? pick(decision) : null));
  await tx.query(
    saveDecisionsSql([
      column(({ id }) => id),
      column(({ customer }) => customer),
      column(({ programmeVersion }) => programmeVersion),
      column(({ decision }) => decision.state),
      column(({ decision }) => (decision.state === 'withheld' ? decision.reason : null)),
      invited(({ channel }) => channel),
      invited(({ contactPoint }) => JSON.stringify(contactPoint)),
      invited(({ consent }) => (consent === undefined ? null : JSON.stringify(consent))),
      now / 1000,
      column(({ knownAt }) => knownAt ?? null),
      column(({ decision }) => (decision.state === 'withheld' ? JSON.stringify(toldReasons(decision.reasons)) : null)),
    ]),
  );
};
