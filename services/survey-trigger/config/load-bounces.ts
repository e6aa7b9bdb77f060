import { ConfigError } from '@hilo/runtime';

/** Where mails that come back are read. */
export type BouncesSource =
  | { by: 'imap'; host: string; port: number; isSecure: boolean; user: string; password: string; folder: string }
  | { by: 'smtp'; host: string; port: number };

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** Of `imaps://user:password@host/INBOX` or `smtp://:2525`. Throws `ConfigError`, without the password in it. */
export const loadBounces = (text: string | undefined): BouncesSource | undefined => {
  if (text === undefined || text === '') return undefined;
  const [, listenOn, listenAt] = /^smtp:\/\/([^:/@]*|\[[^\]]*\]):(\d{1,5})\/?$/.exec(text) ?? [];
  const port = Number(listenAt);
  if (listenOn !== undefined && port <= 65_535) return { by: 'smtp', host: listenOn || '0.0.0.0', port };
  const url = /^imaps?:/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '' || url.username === '' || url.password === '')
    throw new ConfigError('HILO_BOUNCES: is neither imaps://user:password@host/INBOX nor smtp://:PORT');
  const isSecure = url.protocol === 'imaps:';
  return {
    by: 'imap',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isSecure ? 993 : 143) : Number(url.port),
    isSecure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
  };
};

/** On this machine alone a password may go without TLS. */
export const needsTls = (host: string): boolean => !loopback.test(host);
