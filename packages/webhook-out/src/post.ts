import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

// Imported, it would load what fetch is made of: 5 MB in every thread.
const { request } = process.getBuiltinModule('node:http');

export type OutgoingPost = { headers: Readonly<Record<string, string>>; body: string };

/** What came back: an answer, of its body the beginning; or nothing, and nobody knows what the other side has. */
export type PostOutcome =
  | { state: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: string }
  | { state: 'lost'; detail: string };

const mostBodyBytes = 64 * 1024;

/** Posts over a connection, once, and closes it. Never throws. */
export const postOver = async (
  url: URL,
  socket: Socket,
  posting: OutgoingPost,
  signal: AbortSignal,
): Promise<PostOutcome> => {
  try {
    return await new Promise((done, failed) => {
      const posted = requestOver(url, socket, posting, signal);
      posted.once('error', failed);
      posted.once('response', (response) => {
        posted.removeListener('error', failed);
        // Also of an error in the middle of the body.
        posted.on('error', () => {});
        readAnswer(response, done);
      });
      posted.end(posting.body);
    });
  } catch (error) {
    return { state: 'lost', detail: wordFor(error) };
  } finally {
    socket.destroy();
  }
};

const requestOver = (url: URL, socket: Socket, { headers, body }: OutgoingPost, signal: AbortSignal): ClientRequest => {
  const own = { host: url.host, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const path = url.pathname + url.search;
  return request({ createConnection: () => socket, method: 'POST', path, signal, headers: { ...headers, ...own } });
};

/** What it is, is said by the status: of a body that breaks off, or never ends, what there is will do. */
const readAnswer = (response: IncomingMessage, done: (posted: PostOutcome) => void): void => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const answer = (): void => {
    const body = Buffer.concat(chunks).subarray(0, mostBodyBytes).toString();
    done({ state: 'answered', status: response.statusCode ?? 0, headers: singleOf(response.headers), body });
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostBodyBytes) answer();
  });
  response.once('error', answer);
  response.once('close', answer);
};

const singleOf = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** The code of an error, or its name: its message may have an address in it. */
export const wordFor = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return wordFor(error.errors[0]);
  if (!(error instanceof Error)) return typeof error;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name;
};
