import type { Server } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** Sockets on which a request comes in that may take long. */
const patient = new WeakSet<object>();

/** The body of this request may take as long as it likes, as long as a part of it comes every so often; else it is broken off. */
export const awaitLongBody = ({ raw }: Pick<FastifyRequest, 'raw'>, idleMs = 30_000): void => {
  const { socket } = raw;
  patient.add(socket);
  raw.setTimeout(idleMs, () => raw.destroy(new Error('nothing of the body came for too long')));
  raw.once('end', () => socket.setTimeout(0));
  raw.once('close', () => patient.delete(socket));
};

/** Whoever else has not sent the whole request in time is told so, as ever: Node knows one time for all requests of a server. */
export const spareLongBodies = (server: Pick<Server, 'listeners' | 'removeAllListeners' | 'on'>): void => {
  const told = server.listeners('clientError');
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && patient.has(socket)) return;
    for (const listener of told) listener.call(server, error, socket);
  });
};
