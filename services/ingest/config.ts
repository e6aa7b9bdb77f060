import { z } from 'zod';

/** The variables of ingest, beside those of every process. */
export const IngestConfig = z.object({
  HILO_MAX_CLOCK_SKEW_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .default(300)
    .describe('How far in the future an interaction may lie, since clocks differ; beyond, it is refused.'),
});
