import type { Quota, QuotaPeriod } from './quota.ts';
import type { Reason } from './refusals.ts';

/** How much of a quota is used in its period, by whoever decides now. */
export type QuotaUse = { quota: Quota; period: QuotaPeriod; used: number };

/** Why a programme asks nobody any more in this period, and until when. */
export const quotaReasons = (programme: string, use: QuotaUse | undefined): Reason[] => {
  if (use === undefined || use.used < use.quota.max) return [];
  const { until } = use.period;
  return [{ reason: 'quota-full', rule: `${programme}.quota`, ...(until !== undefined && { until }) }];
};
