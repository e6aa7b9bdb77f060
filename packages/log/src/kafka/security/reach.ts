import { Connection, metadataV7 } from '@platformatic/kafka';
import type { KafkaSecurity } from '../../kafka-settings.ts';
import { within } from '../within.ts';
import { explainUnreachable } from './explain.ts';
import { forPlatformatic, hostOf, portOf } from './security.ts';

/** A process that is stopped for seconds by others on its machine still gets its answer. */
const longestAnswerMs = 4000;
/** After the brokers that are named, those are asked of which they tell. */
const toTellMs = 800;

/**
 * Whether the brokers answer to who has this security; gives the addresses that they tell of themselves, which is where
 * clients go. Rejects within so long, five seconds if it is not said, in words that say what is wrong: the clients try again, or say less.
 */
export async function reachBrokers(
  clientId: string,
  brokers: readonly string[],
  security: KafkaSecurity,
  answerMs = longestAnswerMs,
): Promise<string[]> {
  const reached = reach(brokers, (address) => askForBrokers(clientId, address, { security, answerMs }));
  return within(answerMs + toTellMs, `reaching ${brokers.join(', ')}`, reached);
}

async function reach(brokers: readonly string[], ask: (address: string) => Promise<string[]>): Promise<string[]> {
  const told = await firstOf(brokers, ask);
  const unasked = told.filter((address) => !brokers.includes(address));
  if (unasked.length < told.length || unasked.length === 0) return told;
  return firstOf(unasked, ask).catch((cause) => {
    throw new Error(`${brokers.join(', ')} answers, and sends clients on by advertised.listeners. ${cause.message}`, {
      cause,
    });
  });
}

/** The first answer; if there is none, an error for each address. */
async function firstOf(addresses: readonly string[], ask: (address: string) => Promise<string[]>): Promise<string[]> {
  try {
    return await Promise.any(addresses.map(ask));
  } catch (error) {
    const reasons: unknown[] = error instanceof AggregateError ? error.errors : [error];
    throw new AggregateError(reasons, reasons.map((one) => (one instanceof Error ? one.message : one)).join('; '));
  }
}

async function askForBrokers(
  clientId: string,
  address: string,
  { security, answerMs }: { security: KafkaSecurity; answerMs: number },
): Promise<string[]> {
  const connection = new Connection(clientId, {
    connectTimeout: answerMs,
    requestTimeout: answerMs,
    ...forPlatformatic(security, [address]),
  });
  // A server refuses a certificate after the handshake: only this says so, and then the connection is closed.
  let refusal: Error | undefined;
  connection.on('error', (error) => {
    refusal ??= error;
  });
  try {
    await connection.connect(hostOf(address), portOf(address));
    const { brokers } = await metadataV7.api.async(connection, []);
    return brokers.map(({ host, port }) => `${host}:${port}`);
  } catch (error) {
    const cause = refusal ?? error;
    throw new Error(`${address} ${explainUnreachable(cause, security)}`, { cause });
  } finally {
    connection.close().catch(() => undefined);
  }
}
