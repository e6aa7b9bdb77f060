import type { IncomingHttpHeaders } from 'node:http';
import { PersonSubject, Role, type Scope, scopesOfRole } from '@hilo/contracts';
import { HttpProblem } from '../errors.ts';
import { type Caller, mayDo } from './caller.ts';

/** The headers that say for whom a key acts, and as what. */
export const personHeaders = { subject: 'Hilo-On-Behalf-Of', roles: 'Hilo-Roles' } as const;

/**
 * Who asks: the key, or the person for whom it acts. Throws a 403 problem for a key that may act for nobody, since what was
 * asked for in somebody's name must not be noted in another's, and a 400 problem for headers that say nothing.
 */
export const actingFor = (headers: IncomingHttpHeaders, caller: Caller): Caller => {
  const { 'hilo-on-behalf-of': subject, 'hilo-roles': roles } = headers;
  // Nearly nobody does, and every request pays for this.
  if (subject === undefined && roles === undefined) return caller;
  if (subject === undefined)
    throw wrong(personHeaders.roles, `says as what, and ${personHeaders.subject} not for whom`);
  if (!mayDo(caller, 'people:act')) {
    throw new HttpProblem(
      403,
      'Not allowed',
      `This key has not the scope people:act, without which it acts for nobody.`,
    );
  }
  const { keyId, source, rateLimit } = caller;
  const known = roles === undefined ? [] : rolesIn(String(roles));
  return {
    kind: 'person',
    keyId,
    source,
    subject: subjectIn(String(subject)),
    roles: known,
    scopes: roles === undefined ? caller.scopes : bothAllow(caller.scopes, known),
    ...(rateLimit !== undefined && { rateLimit }),
  };
};

const subjectIn = (header: string): string => {
  const { data, error } = PersonSubject.safeParse(header);
  if (data !== undefined) return data;
  throw wrong(personHeaders.subject, error?.issues[0]?.message ?? 'is no id of a person');
};

const rolesIn = (header: string): Role[] => {
  const { data } = Role.array()
    .min(1)
    .safeParse(header.split(',').map((role) => role.trim()));
  if (data !== undefined) return [...new Set(data)];
  throw wrong(personHeaders.roles, `is a list of ${Role.options.join(', ')}, with commas between them`);
};

/** A person never gets more than the key has. */
const bothAllow = (ofKey: ReadonlySet<Scope>, roles: readonly Role[]): ReadonlySet<Scope> => {
  const ofRoles = new Set(roles.flatMap((role) => scopesOfRole[role]));
  if (ofRoles.has('*')) return ofKey;
  return ofKey.has('*') ? ofRoles : ofRoles.intersection(ofKey);
};

const wrong = (header: string, message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The headers are not what this endpoint takes.', [
    { path: [header], message },
  ]);
