import { randomUUID } from 'node:crypto';
import { HttpProblem, openLocalToken, type Sealing, type Session } from '@hilo/runtime';
import type { Pool } from 'pg';
import { addSignIn } from '../store/sign-ins.ts';
import type { ProvidedPerson } from './provider.ts';

type Beginning = { pool: Pool; now: number; hours: number };

/** Begins the session of somebody who was signed in; what the identity provider is asked with later is kept sealed. */
export const beginSession = async (
  { pool, now, hours }: Beginning,
  { subject, name, roles, refreshToken }: ProvidedPerson,
  sealing: Pick<Sealing, 'seal'>,
): Promise<Session> => {
  const id = randomUUID();
  const session: Session = {
    ...{ id, subject, roles, signedInBy: 'oidc', since: now, until: now + hours * 3_600_000 },
    ...(name !== undefined && { name }),
  };
  await addSignIn(pool, { ...session, refreshToken: sealing.seal(id, refreshToken) });
  return session;
};

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
