import { type Finding, failed, orFine, type Transaction, warning } from '@hilo/runtime';
import { channelsOf } from '../domain/endpoints/outgoing-webhook.ts';
import { listOutgoingWebhooks } from '../store/outgoing-webhooks.ts';
import { findStuck, findUnsettled, type StuckRoute } from '../store/stuck-messages.ts';

const minuteMs = 60_000;
/** What is due leaves within seconds: so long is too long. */
const overdueMs = 5 * minuteMs;
const dayMs = 86_400_000;
/** So many in a row, and a destination is left alone for a while (domain/delivery/breaker.ts). */
const enoughToBreak = 4;

type Queryable = Pick<Transaction, 'query'>;

/** Messages of which nobody knows, or which stand still: since nobody carries them, is reached, or has got round to them. */
export const checkMessages = async (
  from: Queryable,
  { sendsMail, now }: { sendsMail: boolean; now: number },
): Promise<Finding[]> => {
  const carried = await carriedRoutes(from, sendsMail);
  const stuck = await findStuck(from, now - overdueMs);
  const found = [...stuck.flatMap((one) => judge(one, carried.has(one.route), now)), ...(await unsettled(from, now))];
  const waiting = stuck.reduce((sum, one) => sum + one.waiting, 0);
  return orFine(
    found,
    'messages',
    `${waiting} messages wait for their time, none for longer, and of all others it is known what became of them`,
  );
};

const carriedRoutes = async (from: Queryable, sendsMail: boolean): Promise<ReadonlySet<string>> => {
  const inUse = (await listOutgoingWebhooks(from)).filter(({ disabledAt }) => disabledAt === undefined);
  const endpoints = inUse.filter(({ settings }) => channelsOf(settings).length > 0).map(({ id }) => `endpoint:${id}`);
  return new Set([...(sendsMail ? ['smtp'] : []), ...endpoints]);
};

const judge = (one: StuckRoute, isCarried: boolean, now: number): Finding[] => {
  const { route, waiting, overdue, overdueSince = now, untaken, untakenSince = now } = one;
  if (!isCarried) {
    const todo =
      route === 'smtp' ? 'set HILO_SMTP_URL' : 'put the webhook back in use, or make another for the channel';
    return [
      failed(
        'messages',
        `${waiting} messages wait for ${route}, which carries nothing: they end at their deadline`,
        todo,
      ),
    ];
  }
  if (untaken >= enoughToBreak) {
    const message = `${untaken} messages were not taken by ${route}, the first ${lasting(now - untakenSince)} ago`;
    const of = now - untakenSince > dayMs ? failed : warning;
    return [of('messages', message, 'docs/runbooks/hilo-destination-away.md')];
  }
  if (overdue === 0) return [];
  const message = `${overdue} messages by ${route} are overdue, the first for ${lasting(now - overdueSince)}`;
  return [failed('messages', message, 'docs/runbooks/hilo-messages-overdue.md')];
};

const unsettled = async (from: Queryable, now: number): Promise<Finding[]> => {
  const { messages, since = now } = await findUnsettled(from);
  if (messages === 0) return [];
  const message = `of ${messages} messages nobody knows whether they were taken, of the first for ${lasting(now - since)}`;
  return [
    warning(
      'messages',
      message,
      'GET /v1/invitations?state=unknown, and settle them: docs/runbooks/hilo-messages-unknown.md',
    ),
  ];
};

const lasting = (ms: number): string => {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
};
