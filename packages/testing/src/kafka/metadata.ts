import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a broker answers that its cluster has so many brokers; rejects after `timeoutMs`. */
export async function waitForBrokers(address: string, count: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while ((await knownBrokers(address).catch(() => 0)) < count) {
    if (Date.now() > deadline) throw new Error(`${address} did not answer within ${timeoutMs / 1000} s`);
    await sleep(100);
  }
}

/** How many brokers a broker knows of, by the protocol's Metadata request without a client: a test of being open. */
function knownBrokers(address: string): Promise<number> {
  const separator = address.lastIndexOf(':');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect({ host: address.slice(0, separator), port: Number(address.slice(separator + 1)) });
  socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
  socket.on('error', reject).on('close', () => reject(new Error('closed')));
  socket.on('connect', () => socket.write(metadataRequest()));
  // Size and correlation id, four bytes each, then the number of brokers.
  socket.on('data', (answer) => {
    if (typeof answer !== 'string' && answer.length >= 12) resolve(answer.readInt32BE(8));
  });
  return promise.finally(() => socket.destroy());
}

/** Metadata version 1 (api key 3) with correlation id 0, no client id and no topics. */
function metadataRequest(): Buffer {
  const request = Buffer.alloc(18);
  request.writeInt32BE(14, 0);
  request.writeInt16BE(3, 4);
  request.writeInt16BE(1, 6);
  request.writeInt16BE(-1, 12);
  return request;
}
