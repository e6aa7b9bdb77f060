import { z } from 'zod';

/** The variables of analytics, beside those of every process. */
export const AnalyticsConfig = z.object({
  HILO_TIME_ZONE: z
    .string()
    .default('UTC')
    .describe('The time zone in which a day of the KPIs begins, such as Europe/Madrid.'),
});
