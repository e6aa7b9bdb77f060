import { Role } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const milliseconds = z.date().transform((at) => at.getTime());

/** A session of which who signs people in is to be asked. */
const DueSignIn = z.object({
  id: z.string(),
  subject: z.string(),
  roles: z.array(Role),
  refreshToken: z.string(),
  standing: z.enum(['held', 'unconfirmed']),
  until: milliseconds,
});
export type DueSignIn = z.infer<typeof DueSignIn>;

export type NewSignIn = {
  id: string;
  subject: string;
  roles: readonly Role[];
  signedInBy: 'oidc' | 'local';
  refreshToken: string | undefined;
  since: number;
  until: number;
};

const addSignInSql = statement(`
  INSERT INTO sign_ins (id, subject, roles, signed_in_by, refresh_token, standing, since, until, checked_at)
  VALUES ($1, $2, $3::jsonb, $4, $5, 'held', to_timestamp($6::float8 / 1000), to_timestamp($7::float8 / 1000), to_timestamp($6::float8 / 1000))
  ON CONFLICT (id) DO NOTHING RETURNING id`);

/** Keeps it, once: false if there was one by that id. */
export const addSignIn = async (pool: Pool, one: NewSignIn): Promise<boolean> => {
  const { id, subject, roles, signedInBy, refreshToken = null, since, until } = one;
  const { rows } = await pool.query(
    addSignInSql([id, subject, JSON.stringify(roles), signedInBy, refreshToken, since, until]),
  );
  return rows.length > 0;
};

const endSignInSql = statement(`UPDATE sign_ins SET standing = 'ended', refresh_token = NULL WHERE id = $1`);

/** It stays, so that its link opens nothing again, until it would have ended by itself. */
export const endSignIn = async (pool: Pool, id: string): Promise<void> => {
  await pool.query(endSignInSql([id]));
};

const removeOldSignInsSql = statement('DELETE FROM sign_ins WHERE until < to_timestamp($1::float8 / 1000)');

export const removeOldSignIns = async (pool: Pool, now: number): Promise<void> => {
  await pool.query(removeOldSignInsSql([now]));
};

const claimSignInsSql = statement(`
  UPDATE sign_ins s SET claimed_until = to_timestamp($2::float8 / 1000)
    FROM (SELECT id FROM sign_ins
           WHERE refresh_token IS NOT NULL AND standing <> 'ended' AND checked_at <= to_timestamp($3::float8 / 1000)
             AND coalesce(claimed_until, '-infinity') < to_timestamp($1::float8 / 1000) AND until > to_timestamp($1::float8 / 1000)
           ORDER BY checked_at LIMIT $4 FOR UPDATE SKIP LOCKED) AS due
   WHERE s.id = due.id RETURNING s.id, s.subject, s.roles, s.refresh_token AS "refreshToken", s.standing, s.until`);

/** Those that were not asked about since then; until they are let go, nobody else asks. */
export const claimSignIns = async (
  pool: Pool,
  { now, claimUntil, checkedBefore, limit }: { now: number; claimUntil: number; checkedBefore: number; limit: number },
): Promise<DueSignIn[]> => {
  const { rows } = await pool.query(claimSignInsSql([now, claimUntil, checkedBefore, limit]));
  return z.array(DueSignIn).parse(rows);
};

const saveCheckedSql = statement(`
  UPDATE sign_ins
     SET roles = $2::jsonb, refresh_token = $3, claimed_until = NULL,
         checked_at = CASE WHEN standing = $5 THEN to_timestamp($4::float8 / 1000) ELSE checked_at END,
         standing = CASE WHEN standing = $5 THEN 'held' ELSE standing END
   WHERE id = $1 AND standing <> 'ended'`);

/** It held at that moment, with these roles; one of which something else was told meanwhile is asked about once more. */
export const saveChecked = async (
  pool: Pool,
  {
    id,
    roles,
    refreshToken,
    standing,
    at,
  }: Omit<DueSignIn, 'until' | 'roles' | 'subject'> & { roles: readonly Role[]; at: number },
): Promise<void> => {
  await pool.query(saveCheckedSql([id, JSON.stringify(roles), refreshToken, at, standing]));
};

const listStaleSql = statement(`
  SELECT id, until FROM sign_ins WHERE refresh_token IS NOT NULL AND standing = 'held' AND checked_at < to_timestamp($1::float8 / 1000)`);

const Stale = z.object({ id: z.string(), until: milliseconds });

/** Those that hold as far as is known, which is too long ago. */
export const listStale = async (pool: Pool, checkedBefore: number): Promise<z.infer<typeof Stale>[]> => {
  const { rows } = await pool.query(listStaleSql([checkedBefore]));
  return z.array(Stale).parse(rows);
};

const setUnconfirmedSql = statement(
  `UPDATE sign_ins SET standing = 'unconfirmed' WHERE id = ANY ($1::text[]) AND standing = 'held'`,
);

/** What was told of these. */
export const setUnconfirmed = async (pool: Pool, ids: readonly string[]): Promise<void> => {
  await pool.query(setUnconfirmedSql([ids]));
};

const confirmedUpToSql = statement(`
  SELECT count(*)::int AS held, min(checked_at) FILTER (WHERE refresh_token IS NOT NULL) AS "checkedAt"
    FROM sign_ins WHERE standing = 'held' AND until > to_timestamp($1::float8 / 1000)`);

const Confirmed = z.object({ held: z.int(), checkedAt: milliseconds.nullable() });

/** At which moment all of those held that hold; undefined where nobody is signed in. */
export const confirmedUpTo = async (pool: Pool, now: number): Promise<number | undefined> => {
  const { rows } = await pool.query(confirmedUpToSql([now]));
  const { held, checkedAt } = Confirmed.parse(rows[0]);
  return held === 0 ? undefined : (checkedAt ?? now);
};
