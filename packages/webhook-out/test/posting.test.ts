import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import {
  isReachable,
  isSigningSecret,
  networksIn,
  newSigningSecret,
  openOutConnector,
  signedHeaders,
  verifiedBody,
} from '../src/index.ts';

const own = networksIn('127.0.0.0/8, ::1') ?? [];
const connector = openOutConnector(own);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const started = (server: Server): Promise<string> =>
  new Promise((done) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      done(`http://127.0.0.1:${port}/take?x=1`);
    });
  });
const answering = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  started(createHttpServer(answer));
const raw = (take: (socket: Socket) => void) => started(createServer(take));

const post = async (url: string, ms = 30_000) => {
  const signal = AbortSignal.timeout(ms);
  const connected = await connector.connect(url, signal);
  return connected.state === 'connected' ? connected.post({ headers: { a: 'b' }, body: 'é' }, signal) : connected;
};

describe('what comes of a post', () => {
  it('is the answer, with its beginning', async () => {
    const url = await answering((request, response) => {
      response.setHeader(
        'x-told',
        `${request.method} ${request.url} ${request.headers.a} ${request.headers['content-length']}`,
      );
      request.resume().once('end', () => response.writeHead(202).end('y'.repeat(1_000_000)));
    });
    const posted = await post(url);
    if (posted.state !== 'answered') throw new Error(posted.detail);
    expect([posted.status, posted.headers['x-told'], posted.body.length]).toEqual([202, 'POST /take?x=1 b 2', 65_536]);
  });

  it('is a redirect that nobody follows', async () => {
    let asked = 0;
    const elsewhere = await answering((_request, response) => {
      asked += 1;
      response.end();
    });
    const url = await answering((_request, response) => void response.writeHead(302, { location: elsewhere }).end());
    expect(await post(url)).toMatchObject({ state: 'answered', status: 302 });
    expect(asked).toBe(0);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['who resets after the request', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['who closes after the request', (socket) => socket.once('data', () => socket.end())],
    ['who never answers', () => {}],
    ['who drips headers for ever', (socket) => void socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nx: '))],
    ['who speaks something else', (socket) => void socket.once('data', () => socket.end('220 mail\r\n'))],
  ])('is lost with %s', async (_what, take) => {
    expect(await post(await raw(take), 2000)).toMatchObject({ state: 'lost' });
  });

  it('is the status that came, though the body breaks off', async () => {
    const url = await raw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
    );
    expect(await post(url)).toMatchObject({ state: 'answered', status: 200, body: 'half' });
  });

  it('is nothing where nobody listens: surely nothing was sent', async () => {
    const url = await raw(() => {});
    for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
    expect(await post(url)).toEqual({ state: 'failed', detail: 'ECONNREFUSED' });
  });

  it('is nothing where the other side speaks no TLS', async () => {
    let bytes = '';
    const url = await raw((socket) => {
      socket.on('data', (chunk) => {
        bytes += chunk.toString('latin1');
      });
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    });
    expect(await post(url.replace('http:', 'https:'))).toMatchObject({ state: 'failed' });
    expect(bytes).not.toContain('POST');
  });

  it('is nothing where whoever connects is not answered', async () => {
    const url = await raw(() => {});
    expect(await post(url.replace('http:', 'https:'), 1000)).toEqual({ state: 'failed', detail: 'TimeoutError' });
  });
});

describe('a signature', () => {
  const [first, second] = [newSigningSecret(), newSigningSecret()];
  const signed = { id: 'msg_1', at: Date.now(), body: '{"text":"¿qué tal?","x":1.0}' };

  it('is one that the library of Standard Webhooks takes, with the old secret as with the new', () => {
    const headers = signedHeaders([first, second], signed);
    for (const secret of [first, second, first.replace('whsec_', '')])
      expect(new Webhook(secret).verify(signed.body, headers)).toEqual({ text: '¿qué tal?', x: 1 });
    expect(() => new Webhook(newSigningSecret()).verify(signed.body, headers)).toThrow('No matching signature found');
  });

  it('is read as base64 without the prefix as with it, as the library does', () => {
    const bare = first.replace('whsec_', '');
    expect(signedHeaders([bare], signed)).toEqual(signedHeaders([first], signed));
    expect(
      [first, bare, 'whsec_', 'whsec_c2hvcnQ=', 'not base64 at all, though long enough', `${bare}=`].map(
        isSigningSecret,
      ),
    ).toEqual([true, true, false, false, false, false]);
  });

  it('is of these bytes, fresh, and of one of the secrets', () => {
    const headers = signedHeaders([first], signed);
    const verdict = (body: string, minutes = 0, of = headers, secrets = [second, first]) =>
      verifiedBody(secrets, of, body, signed.at + minutes * 60_000);
    expect(verdict(signed.body)).toBe('genuine');
    expect([verdict(signed.body, 4.9), verdict(signed.body, -4.9)]).toEqual(['genuine', 'genuine']);
    expect([verdict(signed.body, 6), verdict(signed.body, -6)]).toEqual(['stale', 'stale']);
    expect(verdict('{"x":1.0,"text":"¿qué tal?"}')).toBe('forged');
    expect(verdict(JSON.stringify(JSON.parse(signed.body)))).toBe('forged');
    expect(
      verdict(signed.body, 6, { ...headers, 'webhook-timestamp': String(Math.floor(signed.at / 1000) + 360) }),
    ).toBe('forged');
    expect(verdict(signed.body, 0, { ...headers, 'webhook-id': 'msg_2' })).toBe('forged');
    expect(verdict(signed.body, 0, headers, [second])).toBe('forged');
    expect(verdict(signed.body, 0, {})).toBe('forged');
  });
});

describe('networks of the operator', () => {
  it('are reached although nobody else could', () => {
    const networks = networksIn('10.1.0.0/16 fd00::/8, 192.168.1.7') ?? [];
    const reached = [
      '10.1.2.3',
      '10.2.0.1',
      'fd12::1',
      '192.168.1.7',
      '192.168.1.8',
      '::ffff:10.1.2.3',
      '93.184.216.34',
      '2606:4700::1',
    ];
    expect(reached.filter((address) => isReachable(address, networks))).toEqual([
      '10.1.2.3',
      'fd12::1',
      '192.168.1.7',
      '::ffff:10.1.2.3',
      '93.184.216.34',
      '2606:4700::1',
    ]);
  });
  it('are written as addresses with the length of their prefix', () => {
    expect(
      ['', '10.0.0.0/8', '10.0.0.0/33', 'everybody', '10.0.0.0/8,x'].map((text) => networksIn(text)?.length),
    ).toEqual([0, 1, undefined, undefined, undefined]);
  });
});
