import type { AcceptedInteraction, PathCondition, Trigger, ValueComparison } from '@hilo/contracts';
import { holds, isMember, isSinglePlace, type Traits, traitValues, valuesAt } from '@hilo/segments';
import type { KnownSegments } from './known-segments.ts';

type TriggeringInteraction = Pick<AcceptedInteraction, 'channel' | 'touchpoint' | 'kind'> &
  Partial<Pick<AcceptedInteraction, 'outcome' | 'properties' | 'journey'>>;

/** Whether the programme asks after interactions like this one; after none, where it asks by a reaction. */
export const asksAfter = (
  { when: { channels, touchpoints, kinds, outcomes, properties = [], journey, reactions } }: { when: Trigger },
  interaction: TriggeringInteraction,
): boolean =>
  reactions === undefined &&
  (channels === undefined || channels.some((one) => one === interaction.channel)) &&
  (touchpoints === undefined || touchpoints.includes(interaction.touchpoint)) &&
  (kinds === undefined || kinds.includes(interaction.kind)) &&
  (outcomes === undefined || outcomes.some((one) => one === interaction.outcome)) &&
  (journey === undefined || isStepOf(journey, interaction.journey)) &&
  properties.every((condition) => holds(condition, valuesAt(interaction.properties, condition.path)));

const isStepOf = (
  { names, stages, momentOfTruth }: NonNullable<Trigger['journey']>,
  journey: TriggeringInteraction['journey'],
): boolean =>
  journey !== undefined &&
  (names === undefined || names.includes(journey.name)) &&
  (stages === undefined || (journey.stage !== undefined && stages.includes(journey.stage))) &&
  (momentOfTruth === undefined || momentOfTruth === (journey.momentOfTruth ?? false));

/** What of the customer is not as the programme wants it, as the programme names it: `traits.tier`, `segments`. */
export const outsideAudience = (
  { traits = [], segments }: Trigger,
  known: Traits = {},
  defined: { segments?: KnownSegments | undefined; now: number } = { now: 0 },
): string[] => {
  if (traits.length === 0 && segments === undefined) return [];
  const unlike = traits.filter((condition) => !holds(condition, traitValues(known, condition.path)));
  const isInSegment = segments === undefined || segments.some((one) => isIn(one, known, defined));
  return [...unlike.map(({ path }) => `traits.${path}`), ...(isInSegment ? [] : ['segments'])];
};

/** By the definition of the segment; where nobody has defined it, by what the company says of the customer in a trait. */
const isIn = (
  segment: string,
  traits: Traits,
  { segments, now }: { segments?: KnownSegments | undefined; now: number },
): boolean => {
  if (!segments?.has(segment))
    return ['segment', 'segments'].some((name) => traitValues(traits, name).flat().includes(segment));
  const condition = segments.get(segment);
  return condition !== undefined && isMember(condition, { traits, interactions: [], answers: [] }, now).member;
};

/** Conditions that nothing can meet. */
export const neverMatched = ({ outcomes, properties, traits }: Trigger): Fault[] => [
  ...(outcomes?.every((one) => one === 'wrong_person')
    ? [{ path: ['outcomes'], message: 'asks nobody: who is not the person is not asked' }]
    : []),
  ...contradictions('properties', properties, isSinglePlace),
  // The registry may keep several values of a trait: two that differ may both be there.
  ...contradictions('traits', traits, () => false),
];

type Fault = { path: PropertyKey[]; message: string };

const contradictions = (
  field: string,
  conditions: readonly PathCondition[] = [],
  isSingle: (path: string) => boolean,
): Fault[] =>
  conditions.flatMap((condition, index) => {
    const other = conditions
      .slice(0, index)
      .find((one) => one.path === condition.path && !canBoth(one, condition, isSingle(one.path)));
    return other === undefined
      ? []
      : [{ path: [field, index], message: `never holds beside the other condition on ${condition.path}` }];
  });

const lower = ['greater', 'at-least'];
const upper = ['less', 'at-most'];

/** Whether what is there, one or several, may meet both; where nobody can tell, it may. */
const canBoth = (one: PathCondition, other: PathCondition, isSingle: boolean): boolean => {
  const isAbsent = [one, other].some(({ operator, value }) => operator === 'exists' && value === false);
  if (isAbsent) return holds(one, []) && holds(other, []);
  if (!isSingle) return true;
  const named = namedValues(one) ?? namedValues(other);
  if (named !== undefined) return named.some((value) => holds(one, [value]) && holds(other, [value]));
  return !isEmptyRange(one, other) && !isEmptyRange(other, one);
};

const namedValues = (one: ValueComparison): readonly unknown[] | undefined => {
  if (one.operator === 'equals') return [one.value];
  return one.operator === 'in' ? one.value : undefined;
};

const isEmptyRange = (from: PathCondition, to: PathCondition): boolean =>
  lower.includes(from.operator) &&
  upper.includes(to.operator) &&
  // The upper end, in the place of what is found, is not above the lower one; an end of another type has nothing in common with it.
  !holds({ operator: 'greater', value: bound(from) }, [bound(to)]) &&
  !(from.operator === 'at-least' && to.operator === 'at-most' && bound(from) === bound(to));

const bound = ({ value }: PathCondition): string | number => (typeof value === 'number' ? value : String(value));
