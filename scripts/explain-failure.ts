import { isTransient } from '@hilo/runtime';

/** What a person needs to know of a start that failed: the message, and the stack only of what nobody expected. */
export const explainFailure = (error: unknown, port?: number): string => {
  if (codeOf(error) === 'EADDRINUSE') return portTaken(port);
  if (isTransient(error)) return `something that it needs does not answer: ${messageOf(error)}`;
  if (error instanceof TypeError || error instanceof RangeError) return error.stack ?? error.message;
  return messageOf(error);
};

/** Says it, and what to do. */
export const portTaken = (port: number | undefined): string =>
  port === undefined
    ? 'the port is taken by another program; set PORT to another one.'
    : `port ${port} is taken by another program. Stop it, or take another port: npm start -- --port ${port + 1}`;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message || String(codeOf(error) ?? error.name);
};
