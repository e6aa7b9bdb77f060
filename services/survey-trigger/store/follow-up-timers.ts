import { setTimers, statement, type Transaction, timersOf } from '@hilo/runtime';
import type { Ending } from '../domain/following/asked-so-far.ts';
import { holdInvitations } from './held-invitations.ts';

const kind = 'follow-up';

/** When it is looked at what comes next for invitations. */
export const followUpTimers = timersOf(kind);

/** In SQL: looks at each of these (ref, about, due_at) at that moment. */
export const setFollowUpTimers = (from: string): string => setTimers(kind, from);

const lookAgainSql = statement({
  name: 'look-at-follow-ups',
  text: setTimers(kind, `unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS f (ref, about, due_at)`),
});

export type LookAgain = { invitation: string; subject: string; at: number };

/** Looks then at what comes next for each of these; of several moments that one is told first. */
export const lookAgain = async (tx: Transaction, wanted: readonly LookAgain[]): Promise<void> => {
  const each = [...new Map(wanted.map((one) => [one.invitation, one])).values()];
  if (each.length === 0) return;
  await tx.query(
    lookAgainSql([
      each.map(({ invitation }) => invitation),
      each.map(({ subject }) => subject),
      each.map(({ at }) => new Date(at).toISOString()),
    ]),
  );
};

const lookNowSql = statement({
  name: 'look-at-follow-ups-now',
  text: setTimers(
    kind,
    `(SELECT i.id AS ref, i.subject AS about, to_timestamp($2) AS due_at FROM invitations i
       WHERE i.id = ANY ($1::uuid[]) AND EXISTS (SELECT FROM messages m WHERE m.invitation = i.id)) AS sent`,
  ),
});

/** Something was said to these invitations: what is still to be sent of them is looked at at once, and nothing of them leaves before. */
export const lookNow = async (tx: Transaction, invitations: readonly string[], now: number): Promise<void> => {
  if (invitations.length === 0) return;
  await holdInvitations(tx, invitations);
  await tx.query(lookNowSql([[...new Set(invitations)].toSorted(), now / 1000]));
};

const endSql = statement({
  name: 'end-follow-ups',
  text: `INSERT INTO follow_ups (invitation, ending) SELECT * FROM unnest($1::uuid[], $2::text[])
         ON CONFLICT (invitation) DO UPDATE SET ending = CASE WHEN follow_ups.ending = 'wrong-person' THEN follow_ups.ending
                                                              ELSE EXCLUDED.ending END`,
});

/** She said no, or is another person: nothing of these is sent any more, on any channel. */
export const endFollowUps = async (
  tx: Transaction,
  ended: readonly { invitation: string; ending: Ending }[],
  now: number,
): Promise<void> => {
  const each = [...Map.groupBy(ended, ({ invitation }) => invitation)]
    .map(([invitation, all]) => ({
      invitation,
      ending: all.find(({ ending }) => ending === 'wrong-person')?.ending ?? all[0]?.ending,
    }))
    .toSorted((one, other) => (one.invitation < other.invitation ? -1 : 1));
  if (each.length === 0) return;
  // The timers first, as whoever looks at what comes next has them.
  await lookNow(
    tx,
    each.map(({ invitation }) => invitation),
    now,
  );
  await tx.query(endSql([each.map(({ invitation }) => invitation), each.map(({ ending }) => ending)]));
};

const removeSql = statement({
  name: 'remove-follow-ups',
  text: `WITH timed AS (DELETE FROM timers WHERE kind = '${kind}' AND ref = ANY ($1::uuid[]))
         DELETE FROM follow_ups WHERE invitation = ANY ($1::uuid[])`,
});

/** Forgets what was to come next for these. */
export const removeFollowUps = async (tx: Transaction, invitations: readonly string[]): Promise<void> => {
  if (invitations.length > 0) await tx.query(removeSql([invitations]));
};
