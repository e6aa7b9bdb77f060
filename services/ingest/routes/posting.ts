import type { Log } from '@hilo/log';
import type { Routes } from '@hilo/runtime';
import { openDoor } from '../door.ts';
import { openPosting } from '../posting.ts';
import { interactionRoutes } from './interactions.ts';
import { segmentRoutes } from './segment.ts';

type Dependencies = Parameters<typeof openDoor>[1] & { log: Log; now(): number; newId(): string };

/** Every route that takes interactions, behind one door. */
export const postingRoutes =
  ({ log, now, newId, ...forDoor }: Dependencies): Routes =>
  async (app) => {
    const maxSkewMs = forDoor.config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000;
    const posting = openPosting({ door: await openDoor(app, forDoor), log, now, newId, maxSkewMs });
    await app.register(interactionRoutes(posting));
    await app.register(segmentRoutes(posting));
  };
