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

const renewLeasesSql = statement(`
  UPDATE leases SET expires_at = now() + $3 * interval '1 second'
   WHERE consumer_group = $1 AND member = $2 RETURNING topic, partition, generation, committed`);

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
  text: `UPDATE leases SET committed = coalesce($6, committed), expires_at = now() + $7 * interval '1 second'
          WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND member = $4 AND generation = $5`,
});

/** Moves the offset of the group, and holds on to the partition; false if another member has taken it. */
export const commit = async (
  pool: Pool,
  { group, member }: Membership,
  { topic, partition, generation }: Lease,
  next: number | undefined,
): Promise<boolean> => {
  const { rowCount } = await pool.query(
    commitSql([group, topic, partition, member, generation, next ?? null, leaseSeconds]),
  );
  return rowCount === 1;
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
