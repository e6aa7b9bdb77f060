import { Channel } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const countCandidatesSql = statement(`
  SELECT programme, state, reason, count(*)::int AS candidates FROM invitations
   WHERE occurred_at >= $1::date AT TIME ZONE 'UTC' AND occurred_at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'
     AND programme = coalesce($3, programme)
   GROUP BY programme, state, reason
  UNION ALL
  SELECT programme, 'historical', NULL, sum(candidates)::int FROM historical_counts
   WHERE day BETWEEN $1::date AND $2::date AND programme = coalesce($3, programme)
   GROUP BY programme`);

const Row = z.object({
  programme: z.string(),
  state: z.enum(['pending', 'invited', 'withheld', 'historical']),
  reason: z.string().nullable(),
  candidates: z.int(),
});

export type CountedCandidates = z.infer<typeof Row>;

/** How many candidates ended how, of touchpoints of these days (UTC), both with all of them; of one programme, or of each. */
export const countCandidates = async (
  pool: Pool,
  { from, to, programme }: { from: string; to: string; programme: string | undefined },
): Promise<CountedCandidates[]> => {
  const { rows } = await pool.query(countCandidatesSql([from, to, programme ?? null]));
  return z.array(Row).parse(rows);
};

const countChannelsSql = statement(`
  SELECT programme, channel, count(*)::int AS invited,
         (count(*) FILTER (WHERE lost AND state IS NULL))::int AS undelivered,
         (count(*) FILTER (WHERE state = 'completed'))::int AS answered
    FROM (SELECT i.programme, coalesce(i.channel, 'other') AS channel, r.state,
                 (SELECT bool_and(m.state IN ('refused', 'bounced')) FROM messages AS m WHERE m.invitation = i.id) AS lost
            FROM invitations AS i LEFT JOIN responses AS r ON r.invitation = i.id
           WHERE i.state = 'invited' AND i.occurred_at >= $1::date AT TIME ZONE 'UTC'
             AND i.occurred_at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC' AND i.programme = coalesce($3, i.programme)) AS asked
   GROUP BY programme, channel
   ORDER BY programme, invited DESC, channel`);

const ChannelRow = z.object({
  programme: z.string(),
  channel: Channel.catch('other'),
  invited: z.int(),
  undelivered: z.int(),
  answered: z.int(),
});

export type CountedChannel = z.infer<typeof ChannelRow>;

/** Of those who were invited, by the channel that was chosen for it: with how many nothing arrived, and how many answered all. */
export const countChannels = async (
  pool: Pool,
  { from, to, programme }: { from: string; to: string; programme: string | undefined },
): Promise<CountedChannel[]> => {
  const { rows } = await pool.query(countChannelsSql([from, to, programme ?? null]));
  return z.array(ChannelRow).parse(rows);
};
