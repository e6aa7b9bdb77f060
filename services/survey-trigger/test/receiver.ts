import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

export type Received = { id: string; headers: IncomingHttpHeaders; body: string; path: string };
type Reply = { status: number; body?: string; headers?: Record<string, string> } | 'hang' | 'reset';

/** An endpoint of somebody else's on this machine: what it took, and what it is to answer to the n-th post, from 0. */
export const openReceiver = async (reply: (received: Received, n: number) => Reply = () => ({ status: 200 })) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        id: String(request.headers['webhook-id']),
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        path: request.url ?? '',
      };
      received.push(one);
      const answer = reply(one, received.length - 1);
      if (answer === 'hang') return;
      if (answer === 'reset') return void request.socket.resetAndDestroy();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    received,
    url: `http://127.0.0.1:${port}`,
    /** What the library of Standard Webhooks says of each with this secret; throws for a signature that is none. */
    verified: (secret: string) =>
      received.map(({ body, headers }) =>
        new Webhook(secret).verify(body, {
          'webhook-id': String(headers['webhook-id']),
          'webhook-timestamp': String(headers['webhook-timestamp']),
          'webhook-signature': String(headers['webhook-signature']),
        }),
      ),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
