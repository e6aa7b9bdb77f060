import type { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const graceMs = 500;
const longestMs = 13_000;

/**
 * Ends a server's connections without cutting off a request: nobody new is let in, and whoever is connected may finish, and
 * ask once more. A connection is closed when it has been idle for the grace; all are, after 13 seconds.
 */
export const drain = async (server: HttpServer): Promise<void> => {
  const deadline = Date.now() + longestMs;
  // Node's own http close would at once cut off connections that are idle, on which a request may be on its way.
  let open = true;
  const gone = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => {
      open = false;
      resolve();
    });
  });
  await Promise.race([gone, delay(graceMs)]);
  while (open && Date.now() < deadline) {
    server.closeIdleConnections();
    await Promise.race([gone, delay(100)]);
  }
  server.closeAllConnections();
};
