import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports of 127.0.0.1 that nobody listens on now; held together while they are chosen, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return address.port;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
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

async function listening(port = 0) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
