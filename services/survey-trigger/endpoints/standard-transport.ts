import { type OutConnector, type OutgoingPost, signedHeaders } from '@hilo/webhook-out';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import type { HandOver, Ready, Transport } from '../domain/delivery/transport.ts';
import { messageBody, shortText } from '../domain/endpoints/message-body.ts';
import { handOverOf } from '../domain/endpoints/posted.ts';

export type PostingTo = {
  connector: OutConnector;
  company: string;
  now(): number;
};

/** An endpoint as it is at this moment; nothing, where it is out of use. */
export type EndpointNow = () => { url: string; secrets: readonly string[]; isIdempotent: boolean } | undefined;

/** Posts messages to an endpoint, signed as Standard Webhooks says: `webhook-id` is the id of the message, at every attempt. */
export const standardTransport = (
  { connector, company, now }: PostingTo,
  id: string,
  endpoint: EndpointNow,
): Transport =>
  postingTransport({ connector, now }, id, (message) => {
    const target = endpoint();
    if (target === undefined || target.secrets.length === 0) return undefined;
    const { url, secrets, isIdempotent } = target;
    const body = JSON.stringify(messageBody(message, shortText(message, company), now()));
    const signed = signedHeaders(secrets, { id: message.id, at: now(), body });
    return { url, mayRepeat: isIdempotent, post: { body, headers: { 'content-type': 'application/json', ...signed } } };
  });

type Written = { url: string; post: OutgoingPost; mayRepeat: boolean };

/**
 * A transport of messages that are written so. The connection is made first, so that whatever goes wrong until then is surely not taken;
 * whatever goes wrong after the first byte is unknown.
 */
export const postingTransport = (
  { connector, now }: Pick<PostingTo, 'connector' | 'now'>,
  destination: string,
  write: (message: OutgoingMessage) => Written | undefined,
  read: typeof handOverOf = handOverOf,
): Transport => {
  const prepare = async (message: OutgoingMessage, signal: AbortSignal): Promise<Ready | HandOver> => {
    // As late as it can be: what it says of the time, and where to, is of this moment.
    const written = write(message);
    if (written === undefined) return { state: 'not-taken', detail: 'out of use, or without a secret' };
    const connected = await connector.connect(written.url, signal);
    if (connected.state !== 'connected') return { state: 'not-taken', detail: connected.detail };
    return {
      send: async (sending) => {
        const answer = read(await connected.post(written.post, sending), now());
        return answer.state === 'unknown' ? { ...answer, mayRepeat: written.mayRepeat } : answer;
      },
      release: () => connected.release(),
    };
  };
  return {
    destination,
    write: async (message) => ({ prepare: (signal) => prepare(message, signal) }),
    send: async (message, signal) => {
      const ready = await prepare(message, signal);
      return 'send' in ready ? ready.send(signal) : ready;
    },
    close: async () => {},
  };
};
