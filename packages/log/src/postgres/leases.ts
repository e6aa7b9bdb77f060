import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool } from 'pg';
import { missedAfterMs } from '../log.ts';
import { statement } from './statement.ts';

export type PartitionRef = { topic: string; partition: number };
export type Lease = PartitionRef & { generation: string; committed: number };
export type Membership = { group: string; member: string; topics: readonly string[] };

/** How long a member that says nothing keeps its partitions, in seconds, by the clock of the database. */
const leaseSeconds = missedAfterMs / 1000;

const renewMemberSql = statement(`
  INSERT INTO members (consumer_group, member, topics, expires_at) VALUES ($1, $2, $3, now() + $4 * interval '1 second')
  ON CONFLICT (consumer_group, member) DO UPDATE SET expires_at = EXCLUDED.expires_at`);

/** Locked in one order, in which offsets are moved meanwhile too. */
const renewLeasesSql = statement(`
  WITH mine AS (
    SELECT topic, partition FROM leases WHERE consumer_group = $1 AND member = $2 ORDER BY topic, partition FOR UPDATE
  )
  UPDATE leases AS l SET expires_at = now() + $3 * interval '1 second'
    FROM mine AS m WHERE l.consumer_group = $1 AND (l.topic, l.partition) = (m.topic, m.partition)
  RETURNING l.topic, l.partition, l.generation, l.committed`);

const readMembersSql = statement(
  'SELECT member FROM members WHERE consumer_group = $1 AND topics = $2 AND expires_at > now() ORDER BY member',
);

/** Says that this member lives, and holds on to what it has. Gives the members that live, in order. */
export const renew = async (
  pool: Pool,
  { group, member, topics }: Membership,
): Promise<{ members: string[]; held: Lease[] }> => {
  await pool.query(renewMemberSql([group, member, topics, leaseSeconds]));
  const held = await pool.query<LeaseRow>(renewLeasesSql([group, member, leaseSeconds]));
  const members = await pool.query<{ member: string }>(readMembersSql([group, topics]));
  return { members: members.rows.map((row) => row.member), held: held.rows.map(leaseOf) };
};

type LeaseRow = { topic: string; partition: number; generation: string; committed: string };

const leaseOf = ({ committed, ...row }: LeaseRow): Lease => ({ ...row, committed: Number(committed) });

const createLeaseSql = statement(`
  INSERT INTO leases (consumer_group, topic, partition)
  SELECT $1, topic, partition FROM unnest($2::text[], $3::integer[]) AS p (topic, partition) ORDER BY topic, partition
  ON CONFLICT DO NOTHING`);

const takeLeaseSql = statement(`
  UPDATE leases AS l SET member = $4, generation = generation + 1, expires_at = now() + $5 * interval '1 second'
    FROM (SELECT consumer_group, topic, partition FROM leases
           WHERE consumer_group = $1
             AND (topic, partition) IN (SELECT * FROM unnest($2::text[], $3::integer[]))
             AND (member IS NULL OR expires_at < now())
           ORDER BY topic, partition FOR UPDATE SKIP LOCKED) AS free
   WHERE (l.consumer_group, l.topic, l.partition) = (free.consumer_group, free.topic, free.partition)
  RETURNING l.topic, l.partition, l.generation, l.committed`);

/** Takes partitions that nobody holds any more; each gets another generation, which shuts out whoever held it. */
export const take = async (
  pool: Pool,
  { group, member }: Membership,
  places: readonly PartitionRef[],
): Promise<Lease[]> => {
  if (places.length === 0) return [];
  const values = [group, places.map(({ topic }) => topic), places.map(({ partition }) => partition)];
  await pool.query(createLeaseSql(values));
  const { rows } = await pool.query<LeaseRow>(takeLeaseSql([...values, member, leaseSeconds]));
  return rows.map(leaseOf);
};

const releaseSql = statement(`
  UPDATE leases SET member = NULL, expires_at = now()
   WHERE consumer_group = $1 AND member = $2 AND (topic, partition) IN (SELECT * FROM unnest($3::text[], $4::integer[]))`);

/** Lets go of partitions at once, so that another member need not wait for the lease to end. */
export const release = async (pool: Pool, { group, member }: Membership, leases: readonly Lease[]): Promise<void> => {
  if (leases.length === 0) return;
  await pool.query(
    releaseSql([group, member, leases.map(({ topic }) => topic), leases.map(({ partition }) => partition)]),
  );
};

const leaveSql = statement('DELETE FROM members WHERE consumer_group = $1 AND (member = $2 OR expires_at < now())');

export const leave = async (pool: Pool, { group, member }: Membership): Promise<void> => {
  await pool.query(leaveSql([group, member]));
};

const commitSql = statement({
  name: 'log-commit',
  // Locked in one order, as by who renews them: neither waits for the other for good.
  text: `WITH moves AS (
           SELECT * FROM unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) AS m (topic, partition, generation, next)
         ), ours AS (
           SELECT l.topic, l.partition, m.next FROM leases l JOIN moves m USING (topic, partition, generation)
            WHERE l.consumer_group = $1 AND l.member = $2 AND set_config('synchronous_commit', 'off', true) = 'off'
            ORDER BY l.topic, l.partition FOR UPDATE OF l
         )
         UPDATE leases l SET committed = coalesce(o.next, l.committed), expires_at = now() + $7 * interval '1 second'
           FROM ours o WHERE l.consumer_group = $1 AND l.topic = o.topic AND l.partition = o.partition
         RETURNING l.topic, l.partition`,
});

type Commit = { lease: Lease; next: number | undefined };

/**
 * Moves offsets of the group, and holds on to the partitions; gives which of them no other member has taken. Nobody waits until that
 * is on the disk: after a crash of the server some messages are given again, as after one of the member.
 */
const commitAll = async (
  pool: Pool,
  { group, member }: Membership,
  commits: readonly Commit[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await pool.query<PartitionRef>(
    commitSql([
      group,
      member,
      commits.map(({ lease }) => lease.topic),
      commits.map(({ lease }) => lease.partition),
      commits.map(({ lease }) => lease.generation),
      commits.map(({ next }) => next ?? null),
      leaseSeconds,
    ]),
  );
  return new Set(rows.map(nameOf));
};

const nameOf = ({ topic, partition }: PartitionRef): string => `${topic}/${partition}`;

/**
 * Moves the offset of a partition, if it is still this member's. What is to be moved at the same time is one statement: batches that
 * were done in one transaction end together.
 */
export const commitOffsets = (
  pool: Pool,
  membership: Membership,
): ((lease: Lease, next: number | undefined) => Promise<boolean>) => {
  let waiting: Commit[] = [];
  let committing: Promise<ReadonlySet<string>> | undefined;
  const commitWaiting = async (): Promise<ReadonlySet<string>> => {
    await nextTurn();
    const commits = waiting;
    waiting = [];
    committing = undefined;
    return commitAll(pool, membership, commits);
  };
  return async (lease, next) => {
    // One after the other: a partition is in a statement once.
    if (waiting.some((one) => nameOf(one.lease) === nameOf(lease))) await committing?.catch(() => {});
    waiting.push({ lease, next });
    committing ??= commitWaiting();
    return (await committing).has(nameOf(lease));
  };
};

/** Which of the partitions are this member's share: dealt out in turn. */
export const shareOf = (
  places: readonly PartitionRef[],
  members: readonly string[],
  member: string,
): PartitionRef[] => {
  const turn = members.indexOf(member);
  return turn < 0 ? [] : places.filter((_, at) => at % members.length === turn);
};
