import { HttpProblem, openLocalToken, type Session } from '@hilo/runtime';
import type { Pool } from 'pg';
import { addSignIn } from '../store/sign-ins.ts';

type Beginning = { pool: Pool; now: number; hours: number };

/** Begins the session of who starts Hilo on this machine, by the link that was printed. Throws a 403 problem for one that opens nothing any more. */
export const beginLocalSession = async (
  { pool, now, hours }: Beginning,
  { token, secrets }: { token: string; secrets: readonly string[] },
): Promise<Session> => {
  const id = secrets.flatMap((secret) => openLocalToken(secret, token, now) ?? [])[0];
  const session: Session = {
    id: `local-${id}`,
    subject: 'local',
    roles: ['admin'],
    signedInBy: 'local',
    since: now,
    until: now + hours * 3_600_000,
  };
  const isNew = id !== undefined && (await addSignIn(pool, { ...session, refreshToken: undefined }));
  if (isNew) return session;
  throw new HttpProblem(
    403,
    'Not allowed',
    'This link was used, is older than five minutes, or is none: start Hilo again, which prints another.',
  );
};
