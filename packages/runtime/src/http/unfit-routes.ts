import { isUnfit, nameOfError } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Logger } from '../logger.ts';

type Asked = { method: string; route: string };

/** Routes that cannot be answered until the database is mended. */
export type UnfitRoutes = {
  /** Whether the error is one of these, which is said then: to `/readyz`, and as an error in the log, once a minute at most. */
  note(asked: Asked, error: unknown): boolean;
  /** It was answered. */
  clear(asked: Asked): void;
  close(): void;
};

type Options = {
  health: Pick<Health, 'note' | 'clear'>;
  logger: Pick<Logger, 'error'>;
  /** Of these nobody is told: they say themselves what is wrong. */
  quiet: ReadonlySet<string>;
};

const sayAgainMs = 60_000;
/** A route that nobody asks for any more may work again: whoever sends requests elsewhere would never send one here. */
const forgetMs = 15_000;

export const followUnfitRoutes = ({ health, logger, quiet }: Options): UnfitRoutes => {
  const ailing = new Map<string, NodeJS.Timeout>();
  const saidAt = new Map<string, number>();

  const clear = (part: string): void => {
    if (!ailing.has(part)) return;
    clearTimeout(ailing.get(part));
    ailing.delete(part);
    health.clear(part);
  };
  const say = (asked: Asked, reason: string, error: unknown): void => {
    const [what, now] = [`${partOf(asked)}: ${reason}`, performance.now()];
    const before = saidAt.get(what);
    if (before !== undefined && now - before < sayAgainMs) return;
    saidAt.set(what, now);
    logger.error({ ...asked, err: error }, 'requests cannot be answered until the database is mended');
  };
  return {
    note: (asked, error) => {
      const unfit = unfitIn(error);
      if (unfit === undefined) return false;
      const reason = nameOfError(unfit);
      say(asked, reason, unfit);
      if (quiet.has(asked.route)) return true;
      const part = partOf(asked);
      clearTimeout(ailing.get(part));
      ailing.set(
        part,
        setTimeout(() => clear(part), forgetMs),
      );
      health.note(part, `cannot be answered until this is mended: ${reason}`);
      return true;
    },
    // Nearly always there is none.
    clear: (asked) => {
      if (ailing.size > 0) clear(partOf(asked));
    },
    close: () => {
      for (const part of [...ailing.keys()]) clear(part);
    },
  };
};

const partOf = ({ method, route }: Asked): string => `${method} ${route}`;

/** What is wrong with the database, if that is why it failed, whatever that was taken for on the way. */
const unfitIn = (error: unknown): unknown => {
  if (isUnfit(error)) return error;
  if (error instanceof AggregateError) return error.errors.map(unfitIn).find((one) => one !== undefined);
  return error instanceof Error && error.cause !== undefined ? unfitIn(error.cause) : undefined;
};
