import { createHmac, randomBytes } from 'node:crypto';
import { sameHash } from '../keys.ts';

/** For how long a link of a local start may be opened. */
const linkHoldsMs = 5 * 60_000;

/** What stands in the link by which who starts Hilo on this machine is signed in: for five minutes. */
export const makeLocalToken = (secret: string, now: number): string => {
  const body = `${randomBytes(16).toString('hex')}.${now + linkHoldsMs}`;
  return `${body}.${macOf(secret, body)}`;
};

/** The id of a link that this secret made and that may still be opened. Whether it was, whoever keeps ids knows. */
export const openLocalToken = (secret: string, token: string, now: number): string | undefined => {
  const [, body = '', id, until = '', mac = ''] = /^(([0-9a-f]{32})\.(\d{1,15}))\.([0-9a-f]{64})$/.exec(token) ?? [];
  return id !== undefined && sameHash(mac, macOf(secret, body)) && Number(until) > now ? id : undefined;
};

const macOf = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(`a link of hilo ${body}`).digest('hex');
