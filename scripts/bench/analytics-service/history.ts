import type { Interaction, ResolvedInteraction } from '@hilo/contracts';
import { type BenchRows, namedSteps } from '../analytics-rows.ts';

/** The id of the subject with this number, and of the customer whose first subject it is. */
export const benchIdOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;

/** In SQL: the same of a number. */
export const benchIdSql = (n: string): string => `('00000000-0000-8000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const tiers = ['none', 'blue', 'silver', 'gold', 'platinum'] as const;
/** In SQL: the tier of a customer by its number, as a trait. */
export const tiersSql = `ARRAY[${tiers.map((tier) => `'${tier}'`).join(', ')}]`;
export const tierNamed = (no: number): string => tiers[no] ?? '';

export const kindOf = (step: number): string => `kind-${step}`;
/** The step whose kind is called so. */
export const stepOfKind = (kind: string): number => Number(kind.slice('kind-'.length));
export const touchpointNamed = (no: number): string => `touchpoint-${no}`;

const calls = new Set<number>([namedSteps.menu, namedSteps.agent, namedSteps.waited, namedSteps.transferred]);
const channelOf = (step: number): StepOfBench['channel'] =>
  calls.has(step) ? 'call_centre' : step % 3 === 0 ? 'app' : 'web';

/** Where something happens, and what. */
export type StepOfBench = Pick<Interaction, 'channel' | 'touchpoint' | 'kind'>;

/** How a step is called. */
export const stepNamed = (step: number, { touchpointOf }: Pick<BenchRows, 'touchpointOf'>): StepOfBench => ({
  channel: channelOf(step),
  touchpoint: touchpointNamed(touchpointOf[step] ?? 0),
  kind: kindOf(step),
});

/** An answer, as the columns number it. */
const answerOf = (score: number) => {
  if (score <= 10) return { question: 'q', scale: 'nps' as const, value: score };
  return score <= 15
    ? { question: 'q', scale: 'csat' as const, value: score - 10 }
    : { question: 'q', scale: 'ces' as const, value: score - 20 };
};

/** What identity-resolution says of an interaction of this subject. */
export const resolvedFrom = (
  { id, at, subject }: { id: string; at: number; subject: number },
  where: StepOfBench,
  score = -1,
): ResolvedInteraction => {
  const occurredAt = new Date(at).toISOString();
  const identifier = { kind: 'email' as const, value: `subject.${subject}@example.org` };
  return {
    interaction: {
      id,
      source: 'bench',
      occurredAt,
      receivedAt: occurredAt,
      ...where,
      direction: 'inbound',
      actor: 'customer',
      identifiers: [identifier],
      properties: {
        flight: `HL${subject % 900}`,
        amount: subject % 400,
        cabin: subject % 7 === 0 ? 'business' : 'economy',
      },
      ...(score >= 0 && { answers: [answerOf(score)] }),
    },
    subject: benchIdOf(subject),
    customer: benchIdOf(subject),
    version: 1,
    recordVersion: 1,
    why: { rule: 'strongest-identifier', identifier, registryVersion: 1 },
  };
};

/** The interaction of a row. */
export const resolvedOfRow = (rows: BenchRows, row: number): ResolvedInteraction =>
  resolvedFrom(
    { id: `past-${row}`, at: rows.at[row] ?? 0, subject: rows.subject[row] ?? 1 },
    stepNamed(rows.step[row] ?? 1, rows),
    rows.score[row],
  );
