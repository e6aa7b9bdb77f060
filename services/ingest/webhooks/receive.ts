import { HttpProblem, type Logger, pathText } from '@hilo/runtime';
import { append } from '../append.ts';
import type { Acceptance } from '../domain/accept.ts';
import type { Delivery, Ignored } from '../domain/webhooks/adapter.ts';
import { countDelivery } from '../events.ts';
import type { Outcome, Refused } from '../judge.ts';
import type { Intake } from '../pipeline.ts';
import { isSigned } from './endpoint.ts';
import { judgeMapped, mappedBy } from './judge-mapped.ts';
import { readBody } from './read-body.ts';
import type { OpenWebhook } from './remember.ts';

export type Receipt = { accepted: number; rejected: number; ignored: number };

/**
 * A delivery, from the signature to the log. What a provider signed is never an error of its own, since it would send it
 * again in vain, and stop in the end: what cannot become an interaction is counted and logged. Throws a 403 problem for
 * a signature that is not the provider's, and a 400 problem for a body that is broken where nobody signs.
 */
export const receive = async (
  { log, acceptance, trace }: Intake,
  { webhook, delivery, logger }: { webhook: OpenWebhook; delivery: Delivery; logger: Pick<Logger, 'warn'> },
): Promise<Receipt> => {
  verify(webhook, delivery, acceptance.now);
  const { outcomes, ignored } = understand(webhook, delivery, acceptance);
  const refused = outcomes.filter((outcome) => 'refusals' in outcome);
  if (refused.length === outcomes.length && refused.length > 0 && !isSigned(webhook.settings)) {
    countDelivery(webhook.settings, { rejected: refused.length });
    const errors = refused.flatMap(({ refusals }) => refusals).slice(0, 50);
    throw new HttpProblem(400, 'Not understood', 'Nothing was accepted; see errors for the fields.', errors);
  }
  const { accepted, rejected } = await append(log, outcomes, trace);
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
  refused: Refused,
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

/** What a body says, each interaction judged by itself. */
const understand = (
  { adapter }: OpenWebhook,
  { body, headers }: Delivery,
  acceptance: Acceptance,
): { outcomes: Outcome[]; ignored: readonly Ignored[] } => {
  const read = readBody(body, headers['content-type']);
  if ('refusal' in read) return { outcomes: [{ refusals: [read.refusal] }], ignored: [] };
  const { mapped, ignored } = mappedBy(adapter, read.value, acceptance.now);
  return { outcomes: mapped.map((one) => judgeMapped(one, acceptance)), ignored };
};
