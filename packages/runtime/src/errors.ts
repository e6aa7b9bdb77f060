import { DatabaseError } from 'pg';

/** The environment lacks or misspells something; the message says which variable and what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Another instance has moved this partition's offset: what was done here does not count, and was rolled back. */
export class OffsetMoved extends Error {
  override name = 'OffsetMoved';
}

/** Another transaction was first with the same rows: the same work, done again, sees what it wrote. */
export class LostRace extends Error {
  override name = 'LostRace';
}

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

// Connection lost, resources short, serialisation or deadlock, shutting down, lock not available, cannot connect now.
const transientSqlStates = /^(08|40|53|57P|55P03|25P03|25006)/;
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
  if (error instanceof OffsetMoved || error instanceof LostRace) return true;
  if (error instanceof DatabaseError) return transientSqlStates.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && transientSystemCodes.has(error.code)) return true;
  // pg's own words when a socket ends or no answer comes; it gives them no code.
  return /Connection terminated|timeout exceeded|Query read timeout|Client has encountered a connection error/.test(
    error.message,
  );
};

/** What may be logged of an error. A database's message and detail quote the data, so of those only the codes. */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (error instanceof DatabaseError) {
    const { code, constraint, table, schema, routine } = error;
    return { name: 'DatabaseError', code, constraint, table, schema, routine };
  }
  if (!(error instanceof Error)) return { name: typeof error };
  return { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(1, 6).join('\n') };
};
