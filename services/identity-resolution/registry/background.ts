import { type Health, type Logger, type Repeating, repeat } from '@hilo/runtime';
import type { Derived } from '../domain/derive-id.ts';
import { type Publisher, publishLeftovers } from '../publishing/publish.ts';
import { registryPlace } from '../store/publishing/publications.ts';
import { applyStep } from './apply-registry.ts';
import { runOne } from './rehearse.ts';

export type Background = { publisher: Publisher; derived: Derived; health: Health; logger: Logger; now(): number };

const lookEveryMs = 1000;

/** Applies a registry that was proposed, step by step, whichever instance gets there first; then publishes what differs. */
export const applyInBackground = ({ publisher, derived, health, logger, now }: Background): Repeating => {
  const { pool, log } = publisher;
  const place = registryPlace(log.id);
  return repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'applying other rules' },
    work: async () => {
      const step = await applyStep({ pool, derived, place, now });
      if (step !== 'in-force') return step === 'more';
      logger.info('other rules are in force');
      await publishLeftovers(publisher, place);
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'a step of applying other rules failed and will be tried again'),
  });
};

/** Does the dry runs that were asked for, one at a time in every instance. */
export const dryRunInBackground = ({ publisher, derived, health, logger }: Background): Repeating => {
  const closing = new AbortController();
  const { signal } = closing;
  const runner = repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'doing dry runs' },
    work: () => runOne({ pool: publisher.pool, derived, health, logger, signal }),
    onError: (error) => {
      if (!signal.aborted) logger.warn({ err: error }, 'a dry run was cut off and will be done again');
    },
  });
  return {
    close: async () => {
      closing.abort();
      await runner.close();
    },
  };
};
