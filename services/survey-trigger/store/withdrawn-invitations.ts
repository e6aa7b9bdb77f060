import type { ResolvedInteraction } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { setFollowUpTimers } from './follow-up-timers.ts';

const isWithdrawn = `(i.circumstances @> '{"withdrawn":true}')`;

const followWithdrawalsSql = statement({
  name: 'follow-withdrawals',
  text: `WITH changed AS (
           UPDATE invitations i
              SET circumstances = CASE WHEN n.withdrawn THEN i.circumstances || '{"withdrawn":true}' ELSE i.circumstances - 'withdrawn' END
             FROM unnest($1::text[], $2::text[], $3::integer[], $4::boolean[]) AS n (source, interaction, version, withdrawn)
            WHERE i.source = n.source AND i.interaction = n.interaction AND i.attribution_version = n.version
              AND i.state = 'invited' AND n.withdrawn <> ${isWithdrawn} AND (n.withdrawn OR NOT $5)
           RETURNING i.id AS ref, i.subject AS about)
         ${setFollowUpTimers(`(SELECT ref, about, now() AS due_at FROM changed
           WHERE EXISTS (SELECT FROM messages m WHERE m.invitation = changed.ref)) AS sent`)}`,
});

/**
 * Whoever was asked about one of these is asked no further once it is withdrawn, since it did not happen; that it was put back is looked at as
 * well. Each stands already as it is attributed now. A rebuild, which may tell old versions first, puts nothing back.
 */
export const followWithdrawals = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { isRebuild }: { isRebuild: boolean },
): Promise<void> => {
  if (resolved.length === 0) return;
  await tx.query(
    followWithdrawalsSql([
      resolved.map(({ interaction }) => interaction.source),
      resolved.map(({ interaction }) => interaction.id),
      resolved.map(({ version }) => version),
      resolved.map(({ withdrawn = false }) => withdrawn),
      isRebuild,
    ]),
  );
};
