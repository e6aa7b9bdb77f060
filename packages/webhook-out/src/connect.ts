import { lookup as systemLookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isReachable, type Networks } from './networks.ts';
import { type OutgoingPost, type PostOutcome, postOver, wordFor } from './post.ts';
import { faultOfTarget, isOwn, targetHost } from './target.ts';

type Found = { address: string; family: number };
/** Every address of a name, of both families. */
type Resolve = (host: string) => Promise<readonly Found[]>;

/** A connection over which nothing has been sent yet. */
export type Connected = {
  state: 'connected';
  /** Posts once, and closes the connection. Never throws. */
  post(posting: OutgoingPost, signal: AbortSignal): Promise<PostOutcome>;
  release(): void;
};

/** `refused`: it is no address to connect to, now. `failed`: nobody was reached. Of neither anything was sent. */
export type NotConnected = { state: 'refused' | 'failed'; detail: string };

export type OutConnector = {
  /** Why this may not be connected to, as far as it can be known now; undefined where it may. */
  faultOf(url: string): Promise<string | undefined>;
  /** Never throws. */
  connect(url: string, signal: AbortSignal): Promise<Connected | NotConnected>;
};

const resolveAll: Resolve = (host) => systemLookup(host, { all: true });

/**
 * Connects to addresses that others have written: only to what is reached from everywhere, or is in one of these networks. Every
 * address of a name is looked at, and the connection is made to one that was looked at, whatever the DNS says a moment later. Nothing
 * follows a redirect, and no certificate goes unchecked.
 */
export const openOutConnector = (networks: Networks, resolve: Resolve = resolveAll): OutConnector => {
  const look = async (text: string): Promise<{ url: URL; found: readonly Found[] } | NotConnected> => {
    const fault = faultOfTarget(text, networks);
    if (fault !== undefined) return { state: 'refused', detail: fault };
    const url = new URL(text);
    const host = targetHost(url);
    const family = isIP(host);
    const found = family === 0 ? await resolve(host) : [{ address: host, family }];
    const wrong = faultOfFound(url, found, networks);
    return wrong === undefined ? { url, found } : wrong;
  };
  return {
    faultOf: async (text) => {
      const looked = await look(text).catch((error: unknown) => notFound(error));
      return 'state' in looked && looked.state === 'refused' ? looked.detail : undefined;
    },
    connect: async (text, signal) => {
      try {
        const looked = await within(look(text), signal);
        if ('state' in looked) return looked;
        const socket = await openSocket(looked.url, looked.found, signal);
        return isReachable(socket.remoteAddress ?? '', networks)
          ? connectedBy(looked.url, socket)
          : closed(socket, { state: 'refused', detail: 'is connected to an address that may not be' });
      } catch (error) {
        return { state: 'failed', detail: wordFor(error) };
      }
    },
  };
};

const faultOfFound = (url: URL, found: readonly Found[], networks: Networks): NotConnected | undefined => {
  if (found.length === 0) return { state: 'failed', detail: 'has no address' };
  // One that may not be is enough: who answers so wants something.
  if (found.some(({ address }) => !isReachable(address, networks)))
    return { state: 'refused', detail: 'has an address that is not reached from everywhere; see HILO_WEBHOOK_ALLOW' };
  if (url.protocol === 'http:' && found.some(({ address }) => !isOwn(address, networks)))
    return { state: 'refused', detail: 'has http://, which is for networks of HILO_WEBHOOK_ALLOW alone' };
  return undefined;
};

/** A name that there is not is refused when it is written; a DNS that does not answer says nothing. */
const notFound = (error: unknown): NotConnected =>
  wordFor(error) === 'ENOTFOUND'
    ? { state: 'refused', detail: 'has a name that there is not' }
    : { state: 'failed', detail: wordFor(error) };

const openSocket = (url: URL, found: readonly Found[], signal: AbortSignal): Promise<Socket> => {
  const isTls = url.protocol === 'https:';
  const host = targetHost(url);
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  const to = { host, port, lookup: pinned(found), autoSelectFamily: true, noDelay: true };
  const named = isIP(host) === 0 ? { servername: host } : {};
  const socket = isTls
    ? connectTls({ ...to, ...named, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] })
    : connectTcp(to);
  return new Promise((done, failed) => {
    const stop = (error: unknown): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      failed(error);
    };
    const abort = (): void => stop(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', stop);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', abort);
      socket.removeListener('error', stop);
      // Whatever happens to it while nobody looks is seen when something is to be sent.
      socket.on('error', () => {});
      done(socket);
    });
  });
};

/** The addresses that were looked at, whoever asks for them. */
const pinned =
  (found: readonly Found[]): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = found;
    if (all === true) return callback(null, [...found]);
    callback(null, first?.address ?? '', first?.family);
  };

const closed = (socket: Socket, why: NotConnected): NotConnected => {
  socket.destroy();
  return why;
};

const connectedBy = (url: URL, socket: Socket): Connected => ({
  state: 'connected',
  post: (posting, signal) => postOver(url, socket, posting, signal),
  release: () => socket.destroy(),
});

const within = async <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> => {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {});
  }
};
