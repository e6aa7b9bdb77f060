import { instantOf, SessionTold } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import type { Handled } from '../consuming/commit.ts';
import { parseRecords } from '../consuming/dead-letter.ts';
import type { Transaction } from '../database/database.ts';
import { openSessionCookies, type SessionCookies } from '../http/sessions/cookies.ts';
import { createSignedIn, type HeardOfSession, type SignedIn } from '../http/sessions/signed-in.ts';
import type { Resources } from '../resources.ts';

/** The row that stands for all sessions. */
const all = 'all';

const saveSessionSql = statement(`
  INSERT INTO sessions AS s (id, told, until) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
  ON CONFLICT (id) DO UPDATE SET told = EXCLUDED.told, until = EXCLUDED.until WHERE s.told ->> 'kind' <> 'ended'`);
const saveConfirmedSql = statement(`
  INSERT INTO sessions AS s (id, told, until) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
  ON CONFLICT (id) DO UPDATE SET told = EXCLUDED.told, until = EXCLUDED.until WHERE EXCLUDED.until > s.until`);
const forgetSessionsSql = statement('DELETE FROM sessions WHERE id <> $1 AND until < to_timestamp($2::float8 / 1000)');

/** Notes what is told of sessions, in the order of the log: an ended one stays so until it would have ended by itself. */
export const saveSessions = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(SessionTold, records);
  for (const { message } of parsed) await saveSession(tx, message);
  return { deadLetters };
};

const saveSession = async (tx: Transaction, told: SessionTold): Promise<void> => {
  if (told.kind === 'changed' || told.kind === 'unconfirmed' || told.kind === 'ended') {
    await tx.query(saveSessionSql([told.session, told, instantOf(told.expiresAt)]));
  } else if (told.kind === 'confirmed') {
    await tx.query(saveConfirmedSql([all, told, instantOf(told.at)]));
    await tx.query(forgetSessionsSql([all, instantOf(told.at)]));
  }
};

const findSessionSql = statement('SELECT id, told FROM sessions WHERE id = ANY ($1::text[])');

const findSession = async (pool: Pool, id: string): Promise<HeardOfSession> => {
  const { rows } = await pool.query<{ id: string; told: unknown }>(findSessionSql([[id, all]]));
  const toldOf = (one: string): SessionTold | undefined => {
    const row = rows.find((found) => found.id === one);
    return row && SessionTold.parse(row.told);
  };
  const [told, confirmed] = [toldOf(id), toldOf(all)];
  const confirmedAt = confirmed?.kind === 'confirmed' ? instantOf(confirmed.at) : 0;
  return { ...(told !== undefined && { told }), confirmedAt };
};

type ForSessions = Pick<Resources, 'process' | 'pool' | 'now'>;

/** What opens and seals the cookies of this installation, where people may sign in; opened when it is needed first. */
export const sessionCookiesOf = ({
  process,
}: Pick<Resources, 'process'>): (() => Promise<SessionCookies>) | undefined => {
  const { HILO_SESSION_SECRET: secrets, HILO_DASHBOARD_URL: url } = process;
  if (secrets === undefined) return undefined;
  let opened: Promise<SessionCookies> | undefined;
  return () => {
    opened ??= openSessionCookies({ secrets, url });
    return opened;
  };
};

/** Who is signed in, as a service knows it by its own table; undefined where nobody can sign in. */
export const openSignedIn = ({ process, pool, now }: ForSessions): SignedIn | undefined => {
  const cookies = sessionCookiesOf({ process });
  return (
    cookies &&
    createSignedIn({
      cookies,
      findSession: (id) => findSession(pool, id),
      source: process.HILO_SOURCE,
      url: process.HILO_DASHBOARD_URL,
      now,
    })
  );
};
