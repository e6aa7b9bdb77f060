import { HttpProblem, type Logger, pathText } from '@hilo/runtime';
import type { Acceptance } from '../domain/accept.ts';
import type { RefusedPost } from '../domain/refused.ts';
import type { Delivery, Ignored, Mapped } from '../domain/webhooks/adapter.ts';
import { isSigned } from '../domain/webhooks/endpoint.ts';
import { countDelivery } from '../events.ts';
import { append } from '../posting/append.ts';
import type { Intake } from '../posting/intake.ts';
import type { Validation } from '../posting/validate.ts';
import { readBody } from './read-body.ts';
import type { OpenWebhook } from './remember.ts';
import { judgeMapped, mappedBy } from './validate-mapped.ts';

export type DeliveryReceipt = { accepted: number; rejected: number; ignored: number };

/**
 * A delivery, from the signature to the log. What a provider signed is never an error of its own, since it would send it
 * again in vain, and stop in the end: what cannot become an interaction is counted, logged, and kept in the quarantine, and
 * the rest of the delivery goes on. Throws a 403 problem for
 * a signature that is not the provider's, and a 400 problem for a body that is broken where nobody signs.
 */
export const receive = async (
  { log, acceptance, trace, keepRefused }: Intake,
  { webhook, delivery, logger }: { webhook: OpenWebhook; delivery: Delivery; logger: Pick<Logger, 'warn'> },
): Promise<DeliveryReceipt> => {
  verify(webhook, delivery, acceptance.now);
  const { outcomes, ignored, refused } = understand(webhook, delivery, acceptance);
  if (refused.length === outcomes.length && refused.length > 0 && !isSigned(webhook.settings)) {
    countDelivery(webhook.settings, { rejected: refused.length });
    const errors = refused.flatMap(({ refusals }) => refusals).slice(0, 50);
    throw new HttpProblem(400, 'Not understood', 'Nothing was accepted; see errors for the fields.', errors);
  }
  const { accepted, rejected } = await append(log, outcomes, trace);
  await keepRefused(refused);
  const receipt = { accepted, rejected, ignored: ignored.length };
  countDelivery(webhook.settings, receipt);
  for (const one of refused.slice(0, mostLogged)) logRefused(logger, webhook, one);
  return receipt;
};

const mostLogged = 10;

/** Which field it was and what is wrong with it, but no value, and no name that a sender made up. */
const logRefused = (
  logger: Pick<Logger, 'warn'>,
  { settings: { name, adapter } }: OpenWebhook,
  refused: RefusedPost,
): void => {
  const { path = [], message } = refused.refusals[0] ?? {};
  const field = pathText(
    path.map((part) => (typeof part === 'number' || /^[a-z_]\w*$/i.test(String(part)) ? part : '*')),
  );
  logger.warn({ webhook: name, adapter, field, reason: message }, 'a delivery could not become an interaction');
};

const verify = ({ adapter, secrets, settings }: OpenWebhook, delivery: Delivery, now: number): void => {
  const verdict = adapter.verify(delivery, secrets, now);
  if (verdict === 'genuine') return;
  countDelivery(settings, { [verdict]: 1 });
  const detail =
    verdict === 'stale'
      ? 'The signature is too old; check the clocks.'
      : 'The signature is not that of the provider of this endpoint; check the secret and the public URL.';
  throw new HttpProblem(403, 'Not allowed', detail);
};

type Understood = { outcomes: readonly Validation[]; ignored: readonly Ignored[]; refused: readonly RefusedPost[] };

/** What a body says, each interaction judged by itself. */
const understand = ({ adapter }: OpenWebhook, { body, headers }: Delivery, acceptance: Acceptance): Understood => {
  const contentType = headers['content-type'];
  const read = readBody(body, contentType);
  if ('refusal' in read) {
    const refusals = [read.refusal];
    return { outcomes: [{ refusals }], ignored: [], refused: [{ refusals, body, contentType }] };
  }
  const { mapped, ignored } = mappedBy(adapter, read.value, acceptance.now);
  const outcomes = mapped.map((one) => judgeMapped(one, acceptance, read.digits));
  const refused = outcomes.flatMap((outcome, place): RefusedPost[] => {
    if (!('refusals' in outcome)) return [];
    const part = mapped.length === 1 ? { body, contentType } : partOf(mapped[place]);
    return [{ id: outcome.id, refusals: outcome.refusals, ...part }];
  });
  return { outcomes, ignored, refused };
};

/** One of several: what the adapter made of it, without a time that is another at each attempt. */
const partOf = (mapped: Mapped | undefined): Pick<RefusedPost, 'body' | 'same' | 'contentType'> => {
  const body = JSON.stringify(mapped?.posted);
  const same = mapped?.isTimeDerived ? JSON.stringify({ ...mapped.posted, occurredAt: undefined }) : body;
  return { body, same, contentType: 'application/json' };
};
