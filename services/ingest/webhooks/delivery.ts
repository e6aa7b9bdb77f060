import type { IncomingHttpHeaders } from 'node:http';
import type { Delivery } from '../domain/webhooks/adapter.ts';

/**
 * A request as the adapters see it. The addresses that it may have been posted to are those that the headers claim: who
 * claims another gains nothing, since the path has an id that nobody can guess and the signature covers all of it.
 */
export const deliveryOf = (
  { headers, url }: { headers: IncomingHttpHeaders; url: string },
  body: Uint8Array,
  publicUrl: string | undefined,
): Delivery => {
  const single = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const host = lastOf(single['x-forwarded-host']) ?? single.host ?? '';
  const bases = publicUrl === undefined ? [`https://${host}`, `http://${host}`] : [publicUrl.replace(/\/+$/, '')];
  return { body, headers: single, urls: bases.map((base) => base + url) };
};

/** What the nearest proxy says. */
const lastOf = (header: string | undefined): string | undefined => header?.split(',').at(-1)?.trim() || undefined;
