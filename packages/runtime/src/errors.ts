import { AppendRefused } from '@hilo/log';
import { DatabaseError } from 'pg';
import { z } from 'zod';

/** The environment lacks or misspells something; the message says which variable and what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(`The configuration is wrong.\n  ${lines.join('\n  ')}`);
    this.lines = lines;
  }
}

/** What no waiting mends: the process does not start with what it finds, and says why. */
export class StartRefused extends Error {
  override name = 'StartRefused';
}

/** Another instance has moved this partition's offset: what was done here does not count, and was rolled back. */
export class OffsetMoved extends Error {
  override name = 'OffsetMoved';
}

/** Another transaction was first with the same rows: the same work, done again, sees what it wrote. */
export class LostRace extends Error {
  override name = 'LostRace';
}

/** What is needed beside the database and the log cannot be reached: the same again later may succeed. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** So many messages failed by a mistake of ours that going on would only fill the quarantine; nothing is acknowledged. */
export class TooManyFaults extends Error {
  override name = 'TooManyFaults';
}

/** Whether the process is not to go on, and the message says why. What comes from a thread has kept the name of its class alone. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ConfigError' || error.name === 'StartRefused');

/** An answer that is not the one that was asked for; becomes an RFC 9457 problem. */
export class HttpProblem extends Error {
  override name = 'HttpProblem';
  readonly status: number;
  readonly title: string;
  readonly errors: readonly { path: PropertyKey[]; message: string }[];
  constructor(
    status: number,
    title: string,
    detail?: string,
    errors: HttpProblem['errors'] = [],
    options?: ErrorOptions,
  ) {
    super(detail ?? title, options);
    this.status = status;
    this.title = title;
    this.errors = errors;
  }
}

// Connection lost, resources short, serialisation or deadlock, cancelled or shutting down, lock not available, timed out,
// cannot write now.
const transientSqlStates = /^(08|40|53|57|55P03|25P03|25P04|25006)/;
// A table, column, function or right that is missing; the schema, database or role; a plan or statement from before a
// change; trouble on the server's disk or in its configuration, and its own mistakes.
const unfitSqlStates = /^(42|3F|3D|28|0L|0P|0A|26|58|F0|XX)/;
// A value that its type does not take; too long for an index, or too much for a statement.
const dataSqlStates = /^(22|54)/;
const transientSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether trying the same again later may succeed: nothing is wrong with what was asked. */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof OffsetMoved || error instanceof LostRace || error instanceof Unreachable) return true;
  if (error instanceof DatabaseError) return transientSqlStates.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && transientSystemCodes.has(error.code)) return true;
  // pg's own words when a socket ends or no answer comes; it gives them no code.
  return /Connection terminated|timeout exceeded|Query read timeout|Client has encountered a connection error/.test(
    error.message,
  );
};

/** Whether the database is not as this version of Hilo needs it: the messages are good, and so they are when it is mended. */
export const isUnfit = (error: unknown): boolean =>
  error instanceof DatabaseError && unfitSqlStates.test(error.code ?? '');

/** Whether a message failed by a mistake of ours: neither by what is in it, nor by what is away or unfit. */
export const isOurFault = (error: unknown): boolean => {
  if (isTransient(error) || isUnfit(error)) return false;
  return !(error instanceof DatabaseError && dataSqlStates.test(error.code ?? ''));
};

/** Whether it can be nothing but a mistake of ours, wherever it comes from: no network and no log fails like that. */
export const isMistake = (error: unknown): boolean => {
  if (error instanceof DatabaseError) return isOurFault(error);
  return [TypeError, ReferenceError, RangeError, SyntaxError, z.ZodError].some((kind) => error instanceof kind);
};

/** What may be logged of an error. A database's message and detail quote the data, so of those only the codes. */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (error instanceof DatabaseError) {
    const { code, constraint, table, schema, routine } = error;
    // These name what is missing, and no data.
    const message = isUnfit(error) ? error.message : undefined;
    return { name: 'DatabaseError', code, message, constraint, table, schema, routine };
  }
  if (!(error instanceof Error)) return { name: typeof error };
  // A parser quotes what it could not read.
  const message = error instanceof SyntaxError ? undefined : error.message;
  return { name: error.name, message, stack: error.stack?.split('\n').slice(1, 6).join('\n') };
};

/** The same in a few words: what is missing, or the name or code of the error. */
export const nameOfError = (error: unknown): string => {
  if (error instanceof TooManyFaults || error instanceof AppendRefused) return error.message;
  if (isUnfit(error)) return `${messageOf(error)} (${codeOf(error)})`;
  return codeOf(error) ?? (error instanceof Error ? error.name : typeof error);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
