import type { IngestResult } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { traceOfRequest } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import { countResult } from '../events.ts';
import type { Admission } from './admission.ts';
import type { Intake, KeepRefused } from './intake.ts';

/** What the routes that take interactions have in common. */
export type Posting = {
  admission: Admission;
  /** The body as it came from who was admitted, through the pipeline and into the log. */
  take<Result extends Counts>(request: FastifyRequest, ingest: Ingest<Result>): Promise<Result>;
};

/** A way to read a body, and put what is in it onto the log. */
export type Ingest<Result extends Counts = IngestResult> = (intake: Intake, body: Uint8Array) => Promise<Result>;
type Counts = Pick<IngestResult, 'accepted' | 'rejected'> & Partial<Pick<IngestResult, 'results'>>;
type Dependencies = {
  admission: Admission;
  log: Log;
  keepRefused: KeepRefused;
  /** Told of the items that are rejected while others are accepted. */
  refusals: { noteRejected(source: string, results: IngestResult['results']): void };
  now(): number;
  newId(): string;
  maxSkewMs: number;
};

export const openPosting = ({
  admission,
  log,
  keepRefused,
  refusals,
  now,
  newId,
  maxSkewMs,
}: Dependencies): Posting => ({
  admission,
  take: async (request, ingest) => {
    const body = bodyOf(request);
    const { source } = admission.admitted(request);
    admission.hold(body.length);
    try {
      const intake: Intake = {
        log,
        trace: traceOfRequest(request.raw),
        acceptance: { source, now: now(), maxSkewMs, newId },
        keepRefused: (refused) => keepRefused(source, refused),
      };
      const result = await ingest(intake, body);
      countResult(source, result);
      if (result.rejected > 0 && result.results) refusals.noteRejected(source, result.results);
      return result;
    } finally {
      admission.release(body.length);
    }
  },
});

/** The bytes that were posted; none where there was no body. */
export const bodyOf = ({ body }: Pick<FastifyRequest, 'body'>): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.alloc(0);
