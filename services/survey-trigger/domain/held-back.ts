import type { Reason, ReasonWord, SurveyRequest } from './refusals.ts';

/** A version that cannot be read is looked at again after so long: an instance of the release that wrote it decides meanwhile. */
const retryMs = 60_000;

type Outcome =
  | { state: 'put-off'; until: number; reasons: readonly Reason[] }
  | { state: 'withheld'; reason: ReasonWord; reasons: readonly Reason[] };

/**
 * What becomes of an invitation while its programme asks nobody: it waits for its deadline at the latest, and is withheld then for that
 * reason, which is nobody's lateness.
 */
export const heldBack = (
  { reason, programme }: NonNullable<SurveyRequest['held']>,
  { circumstances, deadline }: SurveyRequest,
  now: number,
): Outcome => {
  const held: Reason = { reason, rule: `${programme}.${reason === 'programme-paused' ? 'paused' : 'version'}` };
  const withdrawn: Reason[] = circumstances.withdrawn
    ? [{ reason: 'interaction-withdrawn', rule: 'hilo.interaction-withdrawn' }]
    : [];
  const [first = held, ...others] = [...withdrawn, held];
  if (withdrawn.length > 0 || now >= deadline)
    return { state: 'withheld', reason: first.reason, reasons: [first, ...others] };
  return {
    state: 'put-off',
    until: reason === 'programme-paused' ? deadline : Math.min(now + retryMs, deadline),
    reasons: [held],
  };
};
