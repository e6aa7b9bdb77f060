import cors from '@fastify/cors';
import type { Log } from '@hilo/log';
import { type Logger, problemOf, type Routes } from '@hilo/runtime';
import { openDoor } from '../posting/admission.ts';
import { openPosting } from '../posting/take.ts';
import type { KeepRefused } from '../quarantine/keep-refused.ts';
import type { Refusals } from '../tail/refusals.ts';
import type { OpenWebhook } from '../webhooks/remember.ts';
import { postedByPages } from './cors.ts';
import { interactionRoutes } from './interactions.ts';
import { sdkSettingsRoutes } from './sdk-settings.ts';
import { segmentRoutes } from './segment.ts';
import { webhookEventRoutes } from './webhook-events.ts';

type Dependencies = Parameters<typeof openDoor>[1] & {
  log: Log;
  keepRefused: KeepRefused;
  now(): number;
  newId(): string;
  findWebhook(id: string): Promise<OpenWebhook>;
  refusals: Refusals;
  logger: Pick<Logger, 'warn'>;
};

/** Every route that takes interactions, behind one door. */
export const postingRoutes =
  ({ log, keepRefused, now, newId, findWebhook, refusals, logger, ...forDoor }: Dependencies): Routes =>
  async (app) => {
    const { HILO_CORS_ORIGINS: origins } = forDoor.config;
    if (origins !== undefined) await app.register(cors, { delegator: postedByPages(origins) });
    app.addHook('onError', async ({ caller }, _reply, error) => {
      if (caller !== undefined && isRefusal(error)) refusals.noteProblem(caller.source, error);
    });
    const maxSkewMs = forDoor.config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000;
    const door = await openDoor(app, { ...forDoor, now });
    const posting = openPosting({ door, log, keepRefused, refusals, now, newId, maxSkewMs });
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
