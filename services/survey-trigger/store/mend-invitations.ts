import { inMilliseconds, type ResolvedInteraction } from '@hilo/contracts';
import { generationNow, statement, type Transaction } from '@hilo/runtime';
import { type Candidate, circumstancesOf } from '../domain/candidate.ts';
import { setInvitationTimers } from './invitation-timers.ts';

/** Not decided yet; or withheld since its interaction was withdrawn, which was put back in a version that is news. */
const isOpen = `(i.state = 'pending' OR i.state = 'withheld' AND i.reason = 'interaction-withdrawn'
  AND i.attribution_version < n.version AND NOT n.withdrawn)`;
const whereOpen = ['customer', 'record_version', 'due_at', 'deadline']
  .map((name) => `${name} = CASE WHEN ${isOpen} THEN coalesce(n.${name}, i.${name}) ELSE i.${name} END`)
  // In which voice it is asked, and what is told, is of the programme, and not of the interaction.

  .concat(
    `circumstances = CASE WHEN ${isOpen} THEN n.circumstances || jsonb_strip_nulls(jsonb_build_object('purpose', i.circumstances->'purpose', 'message', i.circumstances->'message'))
       ELSE i.circumstances END`,
  )
  .concat(`state = CASE WHEN ${isOpen} THEN 'pending' ELSE i.state END`)
  .concat(
    ['reason', 'reasons', 'decided_at'].map((name) => `${name} = CASE WHEN ${isOpen} THEN NULL ELSE i.${name} END`),
  )
  .concat(`noted_at = CASE WHEN ${isOpen} AND i.attribution_version < n.version THEN now() ELSE i.noted_at END`)
  .join(', ');

const mendInvitationsSql = statement({
  name: 'mend-invitations',
  text: `WITH mended AS (UPDATE invitations AS i
            SET subject = n.subject, attribution_version = n.version, occurred_at = n.occurred_at, unreadable = NULL,
                retry_at = NULL, failures = 0, rebuilt = ${generationNow}, ${whereOpen}
           FROM (SELECT noted.id, m.*, c.due_at, c.deadline
                   FROM unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::uuid[],
                               $7::integer[], $8::jsonb[], $9::boolean[])
                     AS m (source, interaction, subject, version, occurred_at, customer, record_version, circumstances,
                           withdrawn)
                   JOIN invitations AS noted ON noted.source = m.source AND noted.interaction = m.interaction
                   LEFT JOIN unnest($10::uuid[], $11::timestamptz[], $12::timestamptz[]) AS c (id, due_at, deadline)
                     ON c.id = noted.id) AS n
          WHERE i.id = n.id AND (i.attribution_version < n.version OR $13 AND i.rebuilt < ${generationNow})
         RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('mended')}`,
});

/**
 * Brings what is noted of these interactions to what they say now, where that is news; in a rebuild whatever version is noted, unless it
 * was written in this run. What was decided stays decided, and none is noted that is not noted yet: whether it was decided, and forgotten,
 * nobody knows.
 */
export const mendInvitations = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  candidates: readonly Candidate[],
  { isRebuild }: { isRebuild: boolean },
): Promise<void> => {
  if (resolved.length === 0) return;
  const column = <Value>(pick: (one: ResolvedInteraction) => Value): Value[] => resolved.map(pick);
  await tx.query(
    mendInvitationsSql([
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ subject }) => subject),
      column(({ version }) => version),
      column(({ interaction }) => inMilliseconds(interaction.occurredAt)),
      column(({ customer }) => customer),
      column(({ recordVersion }) => recordVersion),
      column((one) => JSON.stringify(circumstancesOf(one))),
      column(({ withdrawn = false }) => withdrawn),
      candidates.map(({ id }) => id),
      candidates.map(({ dueAt }) => new Date(dueAt).toISOString()),
      candidates.map(({ deadline }) => new Date(deadline).toISOString()),
      isRebuild,
    ]),
  );
};
