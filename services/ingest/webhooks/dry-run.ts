import { AcceptedInteraction } from '@hilo/contracts';
import { pathText, pointer, type Refusal } from '@hilo/runtime';
import { z } from 'zod';
import type { Acceptance } from '../domain/accept.ts';
import type { Adapter, Delivery, Mapped, SignatureVerdict } from '../domain/webhooks/adapter.ts';
import { readBody } from './read-body.ts';
import { judgeMapped, mappedBy } from './validate-mapped.ts';

const Field = z.object({
  field: z.string().describe('The field of the interaction.'),
  from: z
    .string()
    .optional()
    .describe('Where in the body it comes from; absent, if the adapter or the mapping says it.'),
});

const { receivedAt: _receivedAt, ...described } = AcceptedInteraction.shape;

/** What would come of a body. */
export const DryRun = z.object({
  signature: z
    .enum(['genuine', 'forged', 'stale'])
    .optional()
    .describe('For a saved endpoint, of a body that is given as text.'),
  interactions: z.array(
    z.object({
      interaction: z.object({ ...described, id: z.string() }),
      fields: z.array(Field),
    }),
  ),
  refusals: z.array(
    z.object({
      errors: z.array(z.object({ path: z.string(), pointer: z.string(), message: z.string() })),
      fields: z.array(Field),
    }),
  ),
  ignored: z.array(z.object({ what: z.string(), path: z.string(), reason: z.string() })),
});

export type DryRun = z.infer<typeof DryRun>;

/** What would come of a delivery, of which nothing remains. Throws a 413 problem where it holds too many interactions. */
export const dryRun = (
  adapter: Adapter,
  delivery: Delivery,
  { acceptance, signature }: { acceptance: Acceptance; signature: SignatureVerdict | undefined },
): DryRun => {
  const about = { ...(signature !== undefined && { signature }) };
  const read = readBody(delivery.body, delivery.headers['content-type']);
  if ('refusal' in read) {
    return { ...about, interactions: [], refusals: [{ errors: errorsOf([read.refusal]), fields: [] }], ignored: [] };
  }
  const { mapped, ignored } = mappedBy(adapter, read.value, acceptance.now);
  const tried = mapped.map((one) => ({ fields: fieldsOf(one), outcome: judgeMapped(one, acceptance, read.digits) }));
  return {
    ...about,
    interactions: tried.flatMap(({ fields, outcome }) =>
      'content' in outcome ? [{ interaction: AcceptedInteraction.parse(JSON.parse(outcome.content)), fields }] : [],
    ),
    refusals: tried.flatMap(({ fields, outcome }) =>
      'refusals' in outcome ? [{ errors: errorsOf(outcome.refusals), fields }] : [],
    ),
    ignored: ignored.map(({ what, path, reason }) => ({ what, path: pathText(path), reason })),
  };
};

const fieldsOf = ({ origins }: Mapped): z.infer<typeof Field>[] =>
  origins.map(({ field, from }) => ({
    field: pathText(field),
    ...(from !== undefined && { from: from.length === 0 ? '$' : pathText(from) }),
  }));

const errorsOf = (refusals: readonly Refusal[]) =>
  refusals.map(({ path, message }) => ({ path: pathText(path), pointer: pointer(path), message }));
