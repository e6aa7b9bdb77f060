import { HttpProblem, type Logger } from '@hilo/runtime';
import type { Adapter, Secrets } from '../domain/webhooks/adapter.ts';
import { adapterBy } from '../domain/webhooks/adapters.ts';
import { type StoredWebhook, WebhookId, type WebhookSettings } from '../domain/webhooks/endpoint.ts';
import type { SecretBox } from './secrets.ts';

/** An endpoint that takes deliveries. */
export type OpenWebhook = { id: string; settings: WebhookSettings; secrets: Secrets; adapter: Adapter };

type Dependencies = {
  find(id: string): Promise<StoredWebhook | undefined>;
  box: SecretBox;
  logger: Pick<Logger, 'error'>;
  now(): number;
};

const rememberMs = 5000;
const mostRemembered = 1000;

/**
 * Finds an endpoint by its id, remembered for 5 seconds: every instance sees a change that soon. Throws a 404 problem
 * where there is none, and a 503 problem where its secrets do not open, so that the provider sends it again.
 */
export const rememberWebhooks = ({ find, box, logger, now }: Dependencies): ((id: string) => Promise<OpenWebhook>) => {
  const remembered = new Map<string, { webhook: OpenWebhook; until: number }>();

  const opened = ({ id, settings, sealedSecrets }: StoredWebhook): OpenWebhook | undefined => {
    const adapter = adapterBy(settings.adapter, settings.mapping);
    if (adapter === undefined) return undefined;
    const secrets = box.open(id, sealedSecrets);
    if (secrets !== undefined) return { id, settings, adapter, secrets };
    logger.error({ webhook: settings.name }, 'the secrets of an endpoint do not open: was HILO_ID_SECRET changed?');
    throw new HttpProblem(503, 'Not now', 'This endpoint cannot check signatures at the moment.');
  };

  return async (id) => {
    const known = remembered.get(id);
    if (known && known.until > now()) return known.webhook;
    // Who guesses ids makes nobody forget those that there are.
    const stored = WebhookId.safeParse(id).success ? await find(id) : undefined;
    const webhook = stored && opened(stored);
    if (webhook === undefined) throw new HttpProblem(404, 'Not found', 'There is no such endpoint.');
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(id, { webhook, until: now() + rememberMs });
    return webhook;
  };
};
