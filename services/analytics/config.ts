import { z } from 'zod';
import { TimeZone } from './domain/time-zone.ts';

/** The variables of analytics, beside those of every process. */
export const AnalyticsConfig = z.object({
  HILO_TIME_ZONE: TimeZone.prefault('UTC').describe(
    'The time zone in which days, weeks and months of the KPIs begin, such as Europe/Madrid or +01:00.',
  ),
});
