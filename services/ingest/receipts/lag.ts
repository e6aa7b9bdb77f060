import type { Log } from '@hilo/log';

type Dependencies = {
  log: Log;
  /** How many accepted interactions nobody has decided about. */
  inFlight(): Promise<number>;
  /** Who here has to be told of what was decided, and where. */
  told: readonly { group: string; topic: string }[];
  now(): number;
};

const rememberMs = 250;

/**
 * True while accepted interactions are not yet visible in receipts. That they are not is remembered for a moment, so that a
 * client that polls does not ask the log each time; that all are visible is never remembered, since another may have been
 * accepted since.
 */
export const watchLag = ({ log, inFlight, told, now }: Dependencies): (() => Promise<boolean>) => {
  let behindUntil = 0;
  const ask = async (): Promise<boolean> => {
    // In the order in which it comes: decided first, and told of then.
    if ((await inFlight()) > 0) return true;
    const lags = await Promise.all(told.map(({ group, topic }) => log.lag(group, topic)));
    return lags.some((lag) => lag > 0);
  };
  return async () => {
    if (now() < behindUntil) return true;
    const isBehind = await ask();
    if (isBehind) behindUntil = now() + rememberMs;
    return isBehind;
  };
};
