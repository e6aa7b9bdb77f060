import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below those that systems give to whoever connects somewhere (from 32768 on Linux, from 49152 elsewhere): of these, one that
 * was free a moment ago is soon another's, and who connects to one where nobody listens may be given it himself and meet himself.
 */
const ofServers = { from: 20_000, before: 32_000 };

/** Ports of 127.0.0.1 that nobody listens on now, all different; nobody is given them before they are listened on. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = randomInt(ofServers.from, ofServers.before);
    const server = await listening(port).catch(() => undefined);
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => once(server.close(), 'close')));
  return [...held.keys()];
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** Rejects, naming the port, if somebody listens on one of them. */
export async function assertFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = await listening(port).catch((cause) => {
      throw new Error(`port ${port} of 127.0.0.1 is in use`, { cause });
    });
    await once(server.close(), 'close');
  }
}

async function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
