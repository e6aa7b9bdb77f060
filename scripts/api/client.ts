import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '@hilo/contracts';
import { retry } from '@hilo/runtime';
import type { z } from 'zod';

/** Hilo answered, and the answer was no: asking again would not change it. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nobody answered for longer than we were told to wait. */
class Unreachable extends Error {
  override name = 'Unreachable';
}

export type Client = {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.infer<Schema>>;
  put<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.infer<Schema>>;
  delete<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>;
  /** Posts lines of NDJSON as they are. */
  postLines<Schema extends z.ZodType>(path: string, lines: readonly string[], schema: Schema): Promise<z.infer<Schema>>;
};

export type ClientOptions = {
  url: string;
  key: string;
  signal?: AbortSignal;
  /** How long to go on trying while nobody answers, or only 429 and 5xx. Default 5 minutes. */
  patienceMs?: number;
  /** Told of every attempt that failed. */
  onRetry?(reason: string): void;
};

/** What may pass: it was asked too fast, or the process is just being started again. */
class NotNow extends Error {
  readonly waitMs: number;
  constructor(message: string, waitMs: number) {
    super(message);
    this.waitMs = waitMs;
  }
}

const longestAnswerMs = 60_000;

/** Speaks to a running Hilo. Waits out overload and restarts, since everything that is posted may be posted again. */
export const createClient = ({ url, key, signal, patienceMs = 300_000, onRetry }: ClientOptions): Client => {
  const base = url.replace(/\/+$/, '');

  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: string,
    type = 'application/json',
  ): Promise<unknown> => {
    const limits = [AbortSignal.timeout(longestAnswerMs), ...(signal ? [signal] : [])];
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body }),
      signal: AbortSignal.any(limits),
    });
    const text = await answer.text();
    if (answer.status === 429 || answer.status >= 500) throw new NotNow(`HTTP ${answer.status}`, waitOf(answer));
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}: ${answer.status} ${explain(text)}`);
    return JSON.parse(text);
  };

  const patiently = async (work: () => Promise<unknown>): Promise<unknown> => {
    const since = Date.now();
    return retry(
      async () => {
        try {
          return await work();
        } catch (error) {
          if (error instanceof NotNow && error.waitMs > 0) await delay(error.waitMs, undefined, signal && { signal });
          if (signal?.aborted || error instanceof Refused || Date.now() - since < patienceMs) throw error;
          throw new Unreachable(`${base} does not answer (${reasonOf(error)}).`, { cause: error });
        }
      },
      {
        ...(signal && { signal }),
        shouldRetry: (error) => !(error instanceof Refused || error instanceof Unreachable),
        onError: (error) => onRetry?.(reasonOf(error)),
        maxDelayMs: 2000,
      },
    );
  };

  return {
    get: async (path, schema) => schema.parse(await patiently(() => ask('GET', path))),
    post: async (path, body, schema) => {
      const text = JSON.stringify(body);
      return schema.parse(await patiently(() => ask('POST', path, text)));
    },
    put: async (path, body, schema) => {
      const text = JSON.stringify(body);
      return schema.parse(await patiently(() => ask('PUT', path, text)));
    },
    delete: async (path, schema) => schema.parse(await patiently(() => ask('DELETE', path))),
    postLines: async (path, lines, schema) =>
      schema.parse(await patiently(() => ask('POST', path, lines.join('\n'), 'application/x-ndjson'))),
  };
};

/** Retry-After in milliseconds, at most ten seconds. */
const waitOf = (answer: Response): number => {
  const seconds = Number(answer.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, 10_000) : 0;
};

const explain = (text: string): string => {
  try {
    const { title, detail, errors = [] } = Problem.parse(JSON.parse(text));
    const fields = errors.map(({ path, message }) => `${path}: ${message}`);
    return [detail ?? title, ...fields].join(' ');
  } catch {
    return text.slice(0, 200);
  }
};

/** `fetch failed` says nothing; its cause does. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error && 'code' in error.cause) return String(error.cause.code);
  return error.message;
};
