import { type AcceptedInteraction, instantOf, type ResolvedInteraction } from '@hilo/contracts';
import { logMemoryMs } from '../historical.ts';
import { asksAfter } from '../trigger.ts';
import type { JudgedVerbatim } from '../verbatims/judged.ts';
import type { CaseScore } from './case.ts';
import type { CaseRule, Severity } from './case-rules.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { isMoreSevere } from './steps.ts';

/** An interaction that matches a rule; whether it opens a case may depend on how often that happened. */
export type Signal = {
  resolved: ResolvedInteraction;
  rule: CaseRule;
  /** By which what is said again, or corrected, is known: a response, where it is one, else the interaction. */
  key: string;
  about: string;
  severity: Severity;
  reach: number | undefined;
  score: CaseScore | undefined;
  /** What was written that makes it one, where it is that. */
  verbatim?: { id: string; polarity: string; confidence: number; judgedBy: string } | undefined;
  at: number;
};

/** What the first rule says that matches; nothing of what no customer said, or what nobody knows whether a person did. */
export const signalOf = (resolved: ResolvedInteraction, { rules }: CompiledRules): Signal[] => {
  if (!isHeard(resolved)) return [];
  const rule = rules.rules.find((one) => one.when.sentiment === undefined && matches(one, resolved.interaction));
  return rule === undefined ? [] : [signalBy(rule, resolved)];
};

/** The same once it is judged what was written in it, of what makes no case without that. */
export const sentimentSignalOf = (
  resolved: ResolvedInteraction,
  judged: readonly JudgedVerbatim[],
  compiled: CompiledRules,
): Signal[] => {
  if (!isHeard(resolved) || signalOf(resolved, compiled).length > 0) return [];
  const found = compiled.rules.rules
    .filter((rule) => rule.when.sentiment !== undefined && matches(rule, resolved.interaction))
    .flatMap((rule) => felt(rule, judged).map((verbatim) => ({ ...signalBy(rule, resolved), verbatim })));
  return found.slice(0, 1);
};

const felt = ({ when: { sentiment } }: CaseRule, judged: readonly JudgedVerbatim[]) =>
  judged.flatMap(({ id, polarity, confidence, topics, method, version }) =>
    sentiment !== undefined &&
    polarity === sentiment.polarity &&
    confidence !== undefined &&
    confidence >= sentiment.confidence &&
    (sentiment.topics?.some((topic) => topics.includes(topic)) ?? true)
      ? [{ id, polarity, confidence, judgedBy: `${method}/${version}` }]
      : [],
  );

const isHeard = ({ interaction, withdrawn }: ResolvedInteraction): boolean =>
  !withdrawn && isByCustomer(interaction) && interaction.properties?.leftOut === undefined;

const signalBy = (rule: CaseRule, resolved: ResolvedInteraction): Signal => {
  const { interaction } = resolved;
  const { response } = interaction.properties ?? {};
  return {
    resolved,
    rule,
    key: typeof response === 'string' ? response : interaction.id,
    about: rule.about ?? interaction.touchpoint,
    ...severityOf(rule, interaction),
    score: scoreOf(rule, interaction),
    at: instantOf(interaction.occurredAt),
  };
};

/** Whether a customer is who speaks, or does it. */
export const isByCustomer = ({ direction, actor }: Pick<AcceptedInteraction, 'direction' | 'actor'>): boolean =>
  (direction === undefined || direction === 'inbound') && (actor === undefined || actor === 'customer');

const matches = ({ when: { answer, reactions, ...when } }: CaseRule, interaction: AcceptedInteraction): boolean =>
  reactions === undefined &&
  asksAfter({ when }, interaction) &&
  (answer === undefined || lowAnswer(answer, interaction) !== undefined);

type AnswerCondition = NonNullable<CaseRule['when']['answer']>;

const lowAnswer = (
  { scale, question, atMost }: AnswerCondition,
  { answers = [] }: Pick<AcceptedInteraction, 'answers'>,
) =>
  scoresIn(answers).find(
    (one) => one.scale === scale && (question === undefined || one.question === question) && one.value <= atMost,
  );

/** How much it matters, and how many hear of it. */
export const severityOf = ({ severity, reach }: CaseRule, { properties = {} }: AcceptedInteraction) => {
  const heard = reach.flatMap(({ property, ...one }) => {
    const value = properties[property];
    return typeof value === 'number' ? [{ ...one, value }] : [];
  });
  const reached = heard.filter(({ value, atLeast }) => value >= atLeast).map((one) => one.severity);
  return {
    severity: reached.reduce((most, one) => (isMoreSevere(one, most) ? one : most), severity),
    reach: heard.length === 0 ? undefined : Math.max(...heard.map(({ value }) => value)),
  };
};

/** The score by which it is seen later whether it became better: the one that the rule is about, or the first. */
const scoreOf = ({ when: { answer } }: CaseRule, interaction: AcceptedInteraction): CaseScore | undefined =>
  answer ? lowAnswer(answer, interaction) : scoresIn(interaction.answers ?? [])[0];

const scales: readonly string[] = ['nps', 'csat', 'ces', 'stars', 'number'];

/** The answers that are scores. */
export const scoresIn = (answers: NonNullable<AcceptedInteraction['answers']>): (CaseScore & { question: string })[] =>
  answers.flatMap((one) =>
    scales.includes(one.scale) && 'value' in one && typeof one.value === 'number'
      ? [{ scale: one.scale, question: one.question, value: one.value }]
      : [],
  );

/**
 * Whether it is history: it was old already when Hilo accepted it, as an import is. What is attributed anew, so long after it came that
 * the log has forgotten it, opens nothing either.
 */
export const isHistory = (
  { version, interaction }: Pick<ResolvedInteraction, 'version' | 'interaction'>,
  { rules }: CompiledRules,
  heardAt: number,
): boolean => {
  const receivedAt = instantOf(interaction.receivedAt);
  const isOld = receivedAt - instantOf(interaction.occurredAt) >= rules.openWithinHours * 3_600_000;
  return isOld || (version > 1 && receivedAt + logMemoryMs <= heardAt);
};
