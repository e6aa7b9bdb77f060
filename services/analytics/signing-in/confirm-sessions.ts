import type { Role, SessionTold } from '@hilo/contracts';
import { type Repeating, type Resources, repeat } from '@hilo/runtime';
import {
  claimSignIns,
  confirmedUpTo,
  type DueSignIn,
  endSignIn,
  listStale,
  removeOldSignIns,
  saveChecked,
  setUnconfirmed,
} from '../store/sign-ins.ts';
import { isoOf, tellSessions } from './tell-session.ts';

/** Asks whoever signs people in whether a session still holds, and as what; rejects if that cannot be asked. */
export type ConfirmSession = (
  asked: Pick<DueSignIn, 'id' | 'subject' | 'refreshToken'>,
) => Promise<{ roles: readonly Role[]; refreshToken: string } | 'ended'>;

type Options = {
  /** Absent where nobody signs in but by the link of a local start. */
  confirm: ConfirmSession | undefined;
  everySeconds: number;
};

type Confirming = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** As many at once are asked about. */
const atOnce = 16;
const claimMs = 15_000;
/** What was not known to hold for so long is told to be unconfirmed, before the others wait for it: at most 40 seconds. */
const staleAfterMs = (everySeconds: number): number => Math.max(20_000, 2000 * everySeconds);

/**
 * Asks about every session again and again, and tells every service what became of it, then up to when all held of which nothing was
 * told. What is told goes to the log before it is kept here: so nobody hears that all held before hearing of one that did not.
 */
export const openConfirming = (resources: Confirming, { confirm, everySeconds }: Options): Repeating => {
  const { pool, logger, health, now } = resources;
  return repeat({
    everyMs: (everySeconds * 1000) / 2,
    health: { health, part: 'confirming sessions' },
    work: async () => {
      await removeOldSignIns(pool, now());
      if (confirm) await confirmDue(resources, confirm, everySeconds);
      await tellUnconfirmed(resources, staleAfterMs(everySeconds));
      const upTo = await confirmedUpTo(pool, now());
      if (upTo !== undefined) await tellSessions(resources, [{ kind: 'confirmed', at: isoOf(upTo) }]);
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'sessions could not be confirmed, which is tried again'),
  });
};

const confirmDue = async (resources: Confirming, confirm: ConfirmSession, everySeconds: number): Promise<void> => {
  const { pool, now } = resources;
  const begun = now();
  // What takes longer than a turn goes on in the next one: others are told meanwhile up to when they hold.
  while (now() - begun < everySeconds * 1000) {
    const due = await claimSignIns(pool, {
      now: now(),
      claimUntil: now() + claimMs,
      checkedBefore: begun - everySeconds * 1000,
      limit: atOnce,
    });
    await Promise.all(due.map((one) => confirmOne(resources, confirm, one)));
    if (due.length < atOnce) return;
  }
};

const confirmOne = async (resources: Confirming, confirm: ConfirmSession, one: DueSignIn): Promise<void> => {
  const { pool, logger, now } = resources;
  // As it was when it was asked, which is before the answer.
  const at = now();
  const about = { session: one.id, at: isoOf(at), expiresAt: isoOf(one.until) };
  try {
    const found = await confirm(one);
    if (found === 'ended') {
      await tellSessions(resources, [{ ...about, kind: 'ended' }]);
      return await endSignIn(pool, one.id);
    }
    const { roles, refreshToken } = found;
    if (one.standing === 'unconfirmed' || !isSame(roles, one.roles))
      await tellSessions(resources, [{ ...about, kind: 'changed', roles: [...roles] }]);
    await saveChecked(pool, { id: one.id, standing: one.standing, roles, refreshToken, at });
  } catch (err) {
    // It is asked again when it is let go.
    logger.warn({ err }, 'who signs people in could not be asked whether a session holds');
  }
};

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  new Set(some).symmetricDifference(new Set(others)).size === 0;

const tellUnconfirmed = async (resources: Confirming, staleMs: number): Promise<void> => {
  const { pool, now } = resources;
  const at = now();
  const stale = await listStale(pool, at - staleMs);
  await tellSessions(
    resources,
    stale.map(
      ({ id, until }): SessionTold => ({ kind: 'unconfirmed', session: id, at: isoOf(at), expiresAt: isoOf(until) }),
    ),
  );
  const ids = stale.map(({ id }) => id);
  if (ids.length > 0) await setUnconfirmed(pool, ids);
};
