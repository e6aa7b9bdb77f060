import type { DecidedBy, Role, Scope } from '@hilo/contracts';

/** The source that a key belongs to, what may be done with it, and how often a minute if the key says so. */
type ByKey = { keyId: string; source: string; scopes: ReadonlySet<Scope>; rateLimit?: number };

/** Who asks: a key, or a person for whom a key acts, who may do what the roles and the key allow. */
export type Caller = (ByKey & { kind: 'key' }) | (ByKey & { kind: 'person'; subject: string; roles: readonly Role[] });

/** Who it was, as it is kept with what was done. */
export const doneBy = (caller: Caller): DecidedBy => ({
  key: caller.keyId,
  source: caller.source,
  ...(caller.kind === 'person' && { person: { subject: caller.subject, roles: [...caller.roles] } }),
});

/** Whether who asks has one of these scopes. */
export const mayDo = ({ scopes }: Pick<Caller, 'scopes'>, ...anyOf: readonly Scope[]): boolean =>
  scopes.has('*') || anyOf.some((scope) => scopes.has(scope));
