import cors from '@fastify/cors';
import type { Log } from '@hilo/log';
import { type Logger, problemOf, type Routes } from '@hilo/runtime';
import { openAdmission } from '../posting/admission.ts';
import type { KeepRefused } from '../posting/intake.ts';
import { openPosting } from '../posting/take.ts';
import type { Refusals } from '../tail/refusals.ts';
import type { OpenWebhook } from '../webhooks/remember.ts';
import { postedByPages } from './cors.ts';
import { interactionRoutes } from './interactions.ts';
import { sdkSettingsRoutes } from './sdk-settings.ts';
import { segmentRoutes } from './segment.ts';
import { webhookEventRoutes } from './webhook-events.ts';

type Dependencies = Parameters<typeof openAdmission>[1] & {
  log: Log;
  keepRefused: KeepRefused;
  now(): number;
  newId(): string;
  findWebhook(id: string): Promise<OpenWebhook>;
  refusals: Refusals;
  logger: Pick<Logger, 'warn'>;
};

/** Every route that takes interactions, behind one admission control. */
export const postingRoutes =
  ({ log, keepRefused, now, newId, findWebhook, refusals, logger, ...forAdmission }: Dependencies): Routes =>
  async (app) => {
    const { HILO_CORS_ORIGINS: origins } = forAdmission.config;
    if (origins !== undefined) await app.register(cors, { delegator: postedByPages(origins) });
    app.addHook('onError', async ({ caller }, _reply, error) => {
      if (caller !== undefined && isRefusal(error)) refusals.noteProblem(caller.source, error);
    });
    const maxSkewMs = forAdmission.config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000;
    const admission = await openAdmission(app, { ...forAdmission, now });
    const posting = openPosting({ admission, log, keepRefused, refusals, now, newId, maxSkewMs });
    await app.register(interactionRoutes(posting));
    await app.register(segmentRoutes(posting));
    await app.register(sdkSettingsRoutes(posting));
    await app.register(webhookEventRoutes({ posting, findWebhook, logger }));
  };

/** What the sender is to mend, who may post. */
const isRefusal = (error: unknown): boolean => {
  const { status } = problemOf(error);
  return status < 500 && status !== 403;
};
