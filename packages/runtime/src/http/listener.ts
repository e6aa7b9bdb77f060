import type { Server as HttpServer, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, HttpProblem } from '../errors.ts';
import type { Access } from '../resources.ts';
import { isOpenTo } from './access.ts';
import { drain } from './drain.ts';
import { problemOf } from './problem.ts';

// An import of `node:http` reads each of its exports, also those that load what fetch is made of: 5 MB for as long as it runs.
const { createServer } = process.getBuiltinModule('node:http');

/** The server of a process: it listens before anything else is there, and says what the start waits for. */
export type Listener = AsyncDisposable & {
  address: string;
  server: HttpServer;
  /** From now on, these requests are answered by this. */
  handOver(listener: RequestListener): void;
};

type Options = {
  host: string;
  port: number;
  waitingFor(): string;
  renderMetrics(): Promise<string>;
  /** Who may read the metrics; nobody with a key yet, since keys are in the database. */
  metrics: Access;
};

/** Limits without which a body that drips in holds its socket for a minute. */
export const socketLimits = {
  requestTimeout: 12_000,
  headersTimeout: 8_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 30_000,
} as const;

/** Listens at once. Until it is handed over, the process is alive and not ready, and whoever posts is to try again. */
export const openListener = async ({ host, port, waitingFor, renderMetrics, metrics }: Options): Promise<Listener> => {
  let listener: RequestListener = (request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path === '/livez') return answer(response, 200, { status: 'alive' });
    if (path === '/metrics' && isOpenTo(metrics, request.headers)) {
      renderMetrics().then(
        (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
        () => response.writeHead(503).end(),
      );
      return;
    }
    const starting = new HttpProblem(503, 'Not ready', `It is starting, and waits for ${waitingFor()}`);
    answer(response, 503, problemOf(starting));
  };
  const server = createServer(socketLimits, (request, response) => listener(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, () => resolve());
  }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === undefined ? cause : new ConfigError(refusedBy(cause.code, { host, port }));
  });
  return {
    address: addressOf(server),
    server,
    handOver: (next) => {
      listener = next;
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await drain(server);
    },
  };
};

const refusedBy = (code: string, { host, port }: Pick<Options, 'host' | 'port'>): string => {
  if (code === 'EADDRINUSE') return `PORT: ${port} is taken by another program; stop it, or set PORT to another one`;
  if (code === 'EACCES') return `PORT: this user may not listen on ${port}; set PORT to one from 1024`;
  return `HOST: ${host} is no address of this machine that can be listened on (${code})`;
};

const answer = (response: Parameters<RequestListener>[1], status: number, body: object): void => {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...(status === 503 && { 'retry-after': '1' }) });
  response.end(JSON.stringify(body));
};

const addressOf = (server: HttpServer): string => {
  const bound: string | AddressInfo | null = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server listens on no port');
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
};
