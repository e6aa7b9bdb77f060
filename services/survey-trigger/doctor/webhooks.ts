import { type Finding, failed, fine, orFine, type Transaction, warning } from '@hilo/runtime';
import { type Networks, openOutConnector } from '@hilo/webhook-out';
import { type StoredOutgoingWebhook, takenOutBy } from '../domain/endpoints/outgoing-webhook.ts';
import { listOutgoingWebhooks } from '../store/outgoing-webhooks.ts';

const withinMs = 5000;
const dayMs = 86_400_000;
/** So many are knocked at, and no more. */
const mostTried = 50;

type Looking = { networks: Networks; now: number };

/** Outgoing webhooks that were given up, take nothing, or are not reached; nothing is posted. */
export const checkWebhooks = async (
  from: Pick<Transaction, 'query'>,
  { networks, now }: Looking,
): Promise<Finding[]> => {
  const all = await listOutgoingWebhooks(from);
  if (all.length === 0) return [fine('webhooks', 'there are no outgoing webhooks')];
  const inUse = all.filter(({ disabledAt }) => disabledAt === undefined);
  const connector = openOutConnector(networks);
  const unreached = await Promise.all(
    inUse.slice(0, mostTried).map(async ({ id, settings }): Promise<[string, string] | undefined> => {
      const connected = await connector.connect(settings.url, AbortSignal.timeout(withinMs));
      if (connected.state !== 'connected') return [id, connected.detail];
      connected.release();
      return undefined;
    }),
  );
  const details = new Map(unreached.flatMap((one) => (one === undefined ? [] : [one])));
  const found = all.flatMap((one) => judge(one, details.get(one.id), now));
  return orFine(found, 'webhooks', `${inUse.length} outgoing webhooks are in use, and reached`);
};

const judge = (one: StoredOutgoingWebhook, unreached: string | undefined, now: number): Finding[] => {
  const { id, settings, disabledAt, disabledReason = '', failingSince } = one;
  const name = `the outgoing webhook ${settings.name} (${id})`;
  if (disabledAt !== undefined) {
    if (disabledReason.startsWith(takenOutBy(''))) return [];
    const todo = `PUT /v1/outgoing-webhooks/${id} with "enabled": true, when it is mended; or DELETE it`;
    return [failed('webhooks', `${name} is out of use: ${disabledReason}`, todo)];
  }
  const why = unreached === undefined ? '' : `; it is not reached from here: ${unreached}`;
  const days = failingSince === undefined ? 0 : (now - failingSince) / dayMs;
  const todo = `GET /v1/outgoing-webhooks/${id}/events?state=waiting says what it answers; after three days it is taken out of use`;
  if (days >= 1) return [failed('webhooks', `${name} has taken nothing for ${days.toFixed(1)} days${why}`, todo)];
  if (failingSince !== undefined)
    return [warning('webhooks', `${name} has not taken the last that it was told${why}`, todo)];
  if (unreached === undefined) return [];
  return [
    warning(
      'webhooks',
      `${name} is not reached from here: ${unreached}`,
      'see docs/webhooks-out.md; a network policy may stand between',
    ),
  ];
};
