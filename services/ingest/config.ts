import { z } from 'zod';

/** The consumer groups of this service: of the ledger, of what receipts tell, and of what could not be processed. */
export const group = 'ingest';
export const receiptsGroup = `${group}.receipts`;
export const quarantineGroup = `${group}.quarantine`;

const count = z.coerce.number().int().min(1);

/** As a browser names it (RFC 6454): scheme, host and port, and nothing behind them. */
const Origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'is not the origin of a web site, like https://shop.example',
  );

/** The variables of ingest, beside those of every process. */
export const IngestConfig = z.object({
  HILO_MAX_CLOCK_SKEW_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .default(300)
    .describe('How far in the future an interaction may lie, since clocks differ; beyond, it is refused.'),
  HILO_RATE_LIMIT: count
    .default(1_000_000)
    .describe(
      'How many requests a key or a webhook endpoint may post a minute to one process, unless it has a limit of its own; then 429.',
    ),
  HILO_MAX_WAITING_MB: count
    .default(128)
    .describe('How many megabytes of bodies may wait for the log at once; beyond, 503 with Retry-After.'),
  HILO_SPOOL_MAX_MB: count
    .default(1024)
    .describe(
      'How many megabytes may wait in Postgres while the log is away, of all instances together; beyond, 503 with Retry-After.',
    ),
  HILO_QUARANTINE_MAX_MB: count
    .default(64)
    .describe(
      'How many megabytes of what was refused behind a 200 (calls of a batch, parts of a webhook delivery) may wait in the quarantine for each source; beyond, 503 with Retry-After.',
    ),
  HILO_CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(Origin))
    .optional()
    .describe(
      'The web sites whose pages may post from the browser, with commas between: `https://shop.example`. Without it, none.',
    ),
  HILO_MAX_EVENT_LOOP_DELAY_MS: count
    .default(2000)
    .describe(
      'How late the process may be with its work in the mean of three seconds; beyond, what is posted gets a 503.',
    ),
});

export type IngestConfig = z.infer<typeof IngestConfig>;
