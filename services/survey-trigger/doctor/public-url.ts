import { type Finding, fine, reasonIn, warning } from '@hilo/runtime';
import { isReachable } from '@hilo/webhook-out';

const withinMs = 5000;
const localName = /(^|\.)(localhost|local|localdomain|internal|home|lan|test)$/;

type Asking = {
  publicUrl: string;
  /** Whether people elsewhere are asked: it is no machine of somebody who tries it. */
  isInProduction: boolean;
};

/** Whether people, and providers, can reach the pages by the address that is told them. */
export const checkPublicUrl = async ({ publicUrl, isInProduction }: Asking): Promise<Finding[]> => {
  if (!isInProduction)
    return [fine('public-url', `links lead to ${publicUrl}; nobody is asked from here but on trial`)];
  const { protocol, hostname } = new URL(publicUrl);
  if (isLocal(hostname.replaceAll(/^\[|\]$/g, ''))) {
    const todo =
      'set HILO_PUBLIC_URL to the https address under which /s, /u and /v1/callbacks are reached from everywhere';
    return [warning('public-url', `links in messages lead to ${publicUrl}, which nobody else can open`, todo)];
  }
  if (protocol === 'http:') {
    const todo = 'end TLS before survey-trigger, and set HILO_PUBLIC_URL to https://…';
    return [
      warning('public-url', `links in messages lead to ${publicUrl}: answers go over the network in the clear`, todo),
    ];
  }
  const unopened = await whyUnopened(publicUrl);
  if (unopened === undefined) return [fine('public-url', `the pages are opened at ${publicUrl}`)];
  const todo =
    'open it from outside; see certificate, DNS, and where the proxy leads /s to. From here it may be closed though it is well';
  return [warning('public-url', `no page is opened from here at ${publicUrl}: ${unopened}`, todo)];
};

const isLocal = (host: string): boolean =>
  localName.test(host) || !/[.:]/.test(host) || (/^[\d.]+$|:/.test(host) && !isReachable(host, []));

/** Why the page of a link that there is not cannot be opened; nothing, where it can. Nothing is changed by that. */
export const whyUnopened = async (publicUrl: string): Promise<string | undefined> => {
  try {
    const page = await fetch(`${publicUrl}/s/AAAAAAAAAAAAAAAAAAAAAA`, {
      signal: AbortSignal.timeout(withinMs),
      redirect: 'manual',
    });
    await page.body?.cancel();
    // What only Hilo's pages say of themselves.
    if (page.headers.get('x-robots-tag') === 'noindex, nofollow') return undefined;
    return `who answers there (HTTP ${page.status}) is not survey-trigger`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return reasonIn(cause instanceof Error ? cause : error);
  }
};
