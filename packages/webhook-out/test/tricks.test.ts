import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutConnector } from '../src/index.ts';

/** What listens on this machine, which nobody is to reach: on 127.0.0.1 and, where there is IPv6, on ::1. */
const listeners: Server[] = [];
let seen = 0;
let port = 0;

const listen = (host: string, at: number): Promise<number> =>
  new Promise((done) => {
    const server = createServer((socket) => {
      seen += 1;
      socket.destroy();
    });
    server.once('error', () => done(at));
    server.listen(at, host, () => {
      listeners.push(server);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : at);
    });
  });

beforeAll(async () => {
  port = await listen('127.0.0.1', 0);
  await listen('::1', port);
});
afterAll(() => {
  for (const server of listeners) server.close();
});

const loopback = { address: '127.0.0.1', family: 4 };
const open = { address: '93.184.216.34', family: 4 };
/** What a DNS says that belongs to who wants to get in; any other name has the address of this machine too. */
const names: Record<string, readonly { address: string; family: number }[]> = {
  'mixed.example': [open, loopback],
  'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
  'six.example': [{ address: '::1', family: 6 }],
  'metadata.example': [{ address: '169.254.169.254', family: 4 }],
  'nobody.example': [],
};
const resolve = async (host: string) => names[host] ?? [loopback];

const hosts = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '0',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fec0::1]',
  '[ff02::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '168.63.129.16',
  '100.64.0.1',
  '100.100.100.200',
  '198.18.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'localhost..',
  'a.localhost',
  'metadata.google.internal',
  'printer.local',
  'router.lan',
  'redis',
  '127.0.0.1.nip.io',
  '7f000001.nip.io',
  'localtest.me',
  'rebinding.example.',
  'mixed.example',
  'mapped.example',
  'six.example',
  'metadata.example',
  'nobody.example',
];

const others = [
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_',
  'data:text/plain,hello',
  'unix:///var/run/docker.sock',
  'javascript:alert(1)',
  '//127.0.0.1/',
  'https://',
  'https:///127.0.0.1/',
  'https:\\\\127.0.0.1\\',
  'https://good.example@127.0.0.1/',
  'https://127.0.0.1@93.184.216.34/',
  'https://user:pass@93.184.216.34/',
  'https://93.184.216.34#@127.0.0.1/',
  'https://93.184.216.34:22/',
  'https://93.184.216.34:25/',
  'https://93.184.216.34:6667/',
  'https://93.184.216.34:0/',
  'https://93.184.216.34:99999/',
  'http://93.184.216.34/',
  ' https://127.0.0.1/ ',
  'ht\ntps://127.0.0.1/',
];

describe('no trick of an address opens a connection', () => {
  const connector = openOutConnector([], resolve);
  const attempts = [
    ...hosts.flatMap((host) => [`https://${host}:${port}/`, `http://${host}:${port}/`, `https://u@${host}:${port}/`]),
    ...others,
  ];
  it.each(attempts)('%s', async (url) => {
    const connected = await connector.connect(url, AbortSignal.timeout(30_000));
    expect(connected.state).not.toBe('connected');
    // Of a name that has no address nobody knows whether it is one of these.
    if (!url.includes('nobody.example') || url.startsWith('http:')) expect(connected.state).toBe('refused');
    expect(seen).toBe(0);
  });

  it('is seen when it is written, as when it is sent', async () => {
    const accepted = await Promise.all(
      attempts
        .filter((url) => !url.includes('nobody.example'))
        .map(async (url) => ((await connector.faultOf(url)) === undefined ? [url] : [])),
    );
    expect(accepted.flat()).toEqual([]);
  });

  it('is connected to one of the addresses that were looked at, though the DNS says another a moment later', async () => {
    let asked = 0;
    const turning = openOutConnector([], async () => {
      asked += 1;
      return asked === 1 ? [open] : [loopback];
    });
    expect(await turning.faultOf(`https://turning.example:${port}/`)).toBeUndefined();
    const second = await turning.connect(`https://turning.example:${port}/`, AbortSignal.timeout(30_000));
    expect(second.state).toBe('refused');
    expect([asked, seen]).toEqual([2, 0]);
  });

  it('asks the DNS once for a connection', async () => {
    let asked = 0;
    const counting = openOutConnector([[(await import('ipaddr.js')).default.parse('127.0.0.1'), 32]], async () => {
      asked += 1;
      return [loopback];
    });
    const connected = await counting.connect(`http://own.example:${port}/`, AbortSignal.timeout(30_000));
    expect([connected.state, asked]).toEqual(['connected', 1]);
    if (connected.state === 'connected') connected.release();
    seen = 0;
  });
});
