import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/**
 * A proxy that loses the first answer to everything: Hilo has taken it, and the sender, whose connection ends, sends it
 * again. What is sent again is known by the ids in it, since a sender may write the rest anew.
 */
export const startLossyProxy = async (target: string): Promise<AsyncDisposable & { url: string; lost(): number }> => {
  const answered = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { status, answer } = await forward(target, request, body);
    const what = whatIsSent(request, body);
    if (!answered.has(what)) {
      answered.add(what);
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    lost: () => answered.size,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Of the connection, and not of what is sent over it. */
const ofConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);

const forward = async (
  target: string,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; answer: string }> => {
  const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !ofConnection.has(name) ? [[name, value]] : [],
  );
  const answer = await fetch(`${target}${url}`, { method, headers: sent, body: new Uint8Array(body) });
  return { status: answer.status, answer: await answer.text() };
};

const whatIsSent = ({ url, headers }: IncomingMessage, body: Buffer): string => {
  const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
  const ids = [...text.matchAll(/"(?:messageId|id)":"([^"]+)"/g)].map(([, id]) => id);
  return createHash('sha256')
    .update(JSON.stringify([url, headers['ce-id'], ids]))
    .digest('hex');
};
