import type { IncomingHttpHeaders } from 'node:http';
import { HttpProblem } from '../../errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets through what a page of Hilo itself does with the cookie of who is signed in: a browser says of every request from where it
 * comes (`Sec-Fetch-Site`, else `Origin`). Throws a 403 problem for what changes something and comes from elsewhere, or does not say.
 */
export const refuseOtherOrigins = (headers: IncomingHttpHeaders, method: string | undefined, ownUrl: string): void => {
  if (safeMethods.has(method ?? '') || isSameOrigin(headers, ownUrl)) return;
  throw new HttpProblem(
    403,
    'Not allowed',
    'With a session, what changes something is taken from pages of Hilo alone: send it from there, with its Origin, or use a key.',
  );
};

const isSameOrigin = ({ 'sec-fetch-site': site, origin, host }: IncomingHttpHeaders, ownUrl: string): boolean => {
  if (site !== undefined) return site === 'same-origin';
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === new URL(ownUrl).origin || new URL(origin).host === host;
};
