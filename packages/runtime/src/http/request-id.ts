import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What may stand in a log and in a header: nothing that could break either. */
const usable = /^[\w.:/+=@-]{1,128}$/;
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** By what a request is found again in logs: the sender's `X-Request-Id`, else the id of its trace, else one of its own. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && usable.test(given)) return given;
  const [, trace] = traceparent.exec(String(headers.traceparent ?? '')) ?? [];
  return trace ?? randomUUID();
};
