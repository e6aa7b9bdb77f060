import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { KeptProgramme, type Programme } from '../domain/programme.ts';
import { programmeStates } from '../domain/programme-state.ts';

const timestamp = z.date().transform((date) => date.toISOString());

const Version = z
  .object({
    id: z.string(),
    version: z.int(),
    by: DecidedBy,
    why: z.string(),
    at: timestamp,
    restored: z.int().nullable(),
    programme: z.unknown(),
  })
  // Absent where this release cannot read it.
  .transform(({ programme, ...row }) => ({ ...row, programme: KeptProgramme.safeParse(programme).data }));
export type ProgrammeVersion = z.infer<typeof Version>;

const State = z.object({ state: z.enum(programmeStates), since: timestamp, by: DecidedBy, why: z.string() });
/** How a programme stands: since when, by whom, and why. */
export type ProgrammeStanding = z.infer<typeof State>;

export type StoredProgramme = ProgrammeVersion & { standing: ProgrammeStanding };

const Stored = z
  .object({ version: Version, standing: State })
  .transform(({ version, standing }): StoredProgramme => ({ ...version, standing }));

const versionColumns = 'v.id, v.version, v.by, v.why, v.at, v.restored, v.programme';

const inForce = (which: string): string => `
  SELECT DISTINCT ON (c.id) ${versionColumns}, c.state, c.since, c.by AS "stateBy", c.why AS "stateWhy"
    FROM programme_changes c JOIN programme_versions v ON v.id = c.id AND v.version = c.version
   WHERE ${which}
   ORDER BY c.id, c.revision DESC`;

const inForceSql = statement(inForce(`CASE WHEN $1::text IS NULL THEN c.id NOT LIKE '~%' ELSE c.id = $1 END`));
const templatesSql = statement(inForce(`c.id LIKE '~%'`));

type StoredRow = { state: unknown; since: unknown; stateBy: unknown; stateWhy: unknown };

/** Every programme that asks, as it stands; or what is kept under this id. */
export const readProgrammes = async (pool: Pool | Transaction, id?: string): Promise<StoredProgramme[]> =>
  (await pool.query<StoredRow>(inForceSql([id ?? null]))).rows.map(storedIn);

/** Every template as it stands, as what it is kept. */
export const readTemplates = async (pool: Pool | Transaction): Promise<StoredProgramme[]> =>
  (await pool.query<StoredRow>(templatesSql())).rows.map(storedIn);

const storedIn = ({ state, since, stateBy: by, stateWhy: why, ...version }: StoredRow): StoredProgramme =>
  Stored.parse({ version, standing: { state, since, by, why } });

export const findProgramme = async (pool: Pool | Transaction, id: string): Promise<StoredProgramme | undefined> =>
  (await readProgrammes(pool, id))[0];

const listVersionsSql = statement(`
  SELECT ${versionColumns} FROM programme_versions v WHERE v.id = $1 AND v.version < $2
   ORDER BY v.version DESC LIMIT $3`);

/** So many versions of a programme before this one, the latest first. */
export const listProgrammeVersions = async (
  pool: Pool | Transaction,
  { id, before, limit }: { id: string; before: number; limit: number },
): Promise<ProgrammeVersion[]> => {
  const { rows } = await pool.query(listVersionsSql([id, before, limit]));
  return z.array(Version).parse(rows);
};

const findVersionSql = statement(
  `SELECT ${versionColumns} FROM programme_versions v WHERE v.id = $1 AND v.version = $2`,
);

export const findVersion = async (
  pool: Pool | Transaction,
  id: string,
  version: number,
): Promise<ProgrammeVersion | undefined> => {
  const { rows } = await pool.query(findVersionSql([id, version]));
  return rows[0] && Version.parse(rows[0]);
};

const listStandingsSql = statement(`
  SELECT state, since, by, why FROM (
    SELECT DISTINCT ON (since, state) state, since, by, why, revision FROM programme_changes WHERE id = $1
     ORDER BY since, state, revision) AS standings
   ORDER BY revision DESC LIMIT $2`);

/** How a programme stood, the latest first. */
export const listStandings = async (pool: Pool, id: string, limit: number): Promise<ProgrammeStanding[]> => {
  const { rows } = await pool.query(listStandingsSql([id, limit]));
  return z.array(State).parse(rows);
};

const isAnySql = statement(`SELECT FROM programme_changes WHERE id NOT LIKE '~%' LIMIT 1`);

export const isAnyProgramme = async (pool: Pool | Transaction): Promise<boolean> =>
  ((await pool.query(isAnySql())).rowCount ?? 0) > 0;

const lockSql = statement('LOCK TABLE programme_changes IN EXCLUSIVE MODE');

/** Waits until nobody notes or decides by what is in force, and keeps all others from that, and from changing it. */
export const lockProgrammes = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertVersionSql = statement(`
  INSERT INTO programme_versions (id, version, programme, by, why, at, restored)
  VALUES ($1, $2, $3, $4, $5, to_timestamp($6), $7)`);

export type Author = { by: DecidedBy; why: string; now: number };

export const insertVersion = async (
  tx: Transaction,
  { programme, restored }: { programme: Programme; restored: number | null },
  { by, why, now }: Author,
): Promise<void> => {
  const { id, version } = programme;
  await tx.query(
    insertVersionSql([id, version, JSON.stringify(programme), JSON.stringify(by), why, now / 1000, restored]),
  );
};

const insertChangeSql = statement(`
  INSERT INTO programme_changes (revision, id, version, state, since, by, why, at)
  SELECT coalesce(max(revision), 0) + 1, $1, $2, $3, $4::timestamptz, $5, $6, to_timestamp($7) FROM programme_changes`);

export type ProgrammeChange = { id: string; version: number; standing: ProgrammeStanding };

/** Puts the version in force, and the programme into the state: only who has locked the programmes may do so. */
export const insertChange = async (
  tx: Transaction,
  { id, version, standing: { state, since, by, why } }: ProgrammeChange,
  now: number,
): Promise<void> => {
  await tx.query(insertChangeSql([id, version, state, since, JSON.stringify(by), why, now / 1000]));
};
