import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { askPermission, asWhoAsks } from './ask-permission.ts';

const about = { customer: '00000000-0000-8000-8000-000000000001', purpose: 'service' };

it.each<[string, (answer: (status: number, body: string) => void) => void]>([
  ['answers later than in 300 ms', () => {}],
  ['refuses the key', (answer) => answer(403, '{}')],
  ['is something else', (answer) => answer(200, '<html>')],
  ['answers about fewer channels', (answer) => answer(200, '{"results":[]}')],
])('knows of no permission where survey-trigger %s', async (_name, answering) => {
  const server = createServer((_request, response) => {
    answering((status, body) => response.writeHead(status).end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' ? bound?.port : 0;
  expect(await askPermission({ url: `http://127.0.0.1:${port}`, headers: {} }, about)).toBeUndefined();
  server.closeAllConnections();
  server.close();
});

it('knows of no permission where nobody listens', async () => {
  expect(await askPermission({ url: 'http://127.0.0.1:1', headers: {} }, about)).toBeUndefined();
});

it('asks as whoever asked: by her key, or by her session', () => {
  expect(asWhoAsks({ authorization: 'Bearer key', host: 'hilo', accept: '*/*' })).toEqual({
    authorization: 'Bearer key',
  });
  expect(
    asWhoAsks({ cookie: 'hilo_session=sealed', 'sec-fetch-site': 'none', origin: 'https://elsewhere.example' }),
  ).toEqual({
    cookie: 'hilo_session=sealed',
    'sec-fetch-site': 'same-origin',
  });
});
