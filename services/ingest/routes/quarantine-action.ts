import { Source, storable } from '@hilo/contracts';
import { callerOf, doneBy } from '@hilo/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Doing } from '../store/quarantine.ts';

export const QuarantineNote = storable(z.string().min(1).max(1000)).describe(
  'Why, in the words of who does it. It is kept: nothing personal in it, please.',
);

export const filter = {
  reason: storable(z.string()).optional().describe('The whole reason, or what stands before its colon.'),
  topic: storable(z.string()).optional(),
  source: storable(Source).optional(),
};

/** Who does it, and why. */
export const doing = (request: FastifyRequest, now: number, note: string | undefined): Doing & { source: string } => {
  const by = doneBy(callerOf(request));
  return { by, now, note, source: by.source };
};
