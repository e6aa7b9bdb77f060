import type { AcceptedInteraction, PathCondition, Trigger, ValueComparison } from '@hilo/contracts';
import { holds } from './comparison.ts';
import { isSinglePlace, valuesAt } from './json-path.ts';

type TriggeringInteraction = Pick<AcceptedInteraction, 'channel' | 'touchpoint' | 'kind'> &
  Partial<Pick<AcceptedInteraction, 'outcome' | 'properties' | 'journey'>>;

/** Whether the programme asks after interactions like this one. */
export const asksAfter = (
  { when: { channels, touchpoints, kinds, outcomes, properties = [], journey } }: { when: Trigger },
  interaction: TriggeringInteraction,
): boolean =>
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

/** Of the traits of a record: each with its value, or several where the registry keeps all that were told. */
export type Traits = Readonly<Record<string, unknown>>;

/** What of the customer is not as the programme wants it, as the programme names it: `traits.tier`, `segments`. */
export const outsideAudience = ({ traits = [], segments }: Trigger, known: Traits = {}): string[] => {
  if (traits.length === 0 && segments === undefined) return [];
  const values = valuesOf(known);
  const unlike = traits.filter((condition) => !holds(condition, traitValuesAt(values, condition.path)));
  const own = ['segment', 'segments'].flatMap((name) => (values.get(name) ?? []).flat());
  const isInSegment = segments === undefined || segments.some((one) => own.includes(one));
  return [...unlike.map(({ path }) => `traits.${path}`), ...(isInSegment ? [] : ['segments'])];
};

const valuesOf = (traits: Traits): Map<string, unknown[]> =>
  new Map(
    Object.entries(traits).map(([name, told]) => [
      name,
      (Array.isArray(told) ? told : [told]).flatMap((one) => valuesAt(one, 'value')),
    ]),
  );

const traitValuesAt = (values: ReadonlyMap<string, readonly unknown[]>, path: string): unknown[] =>
  [...values].flatMap(([name, all]) => all.flatMap((value) => valuesAt({ [name]: value }, path)));

/** Conditions that nothing can meet. */
export const neverMatched = ({ outcomes, properties = [] }: Trigger): { path: PropertyKey[]; message: string }[] => [
  ...(outcomes?.every((one) => one === 'wrong_person')
    ? [{ path: ['outcomes'], message: 'asks nobody: who is not the person is not asked' }]
    : []),
  ...properties.flatMap((condition, index) => {
    const other = properties.slice(0, index).find((one) => one.path === condition.path && !canBoth(one, condition));
    return other === undefined
      ? []
      : [{ path: ['properties', index], message: `never holds beside the other condition on ${condition.path}` }];
  }),
];

const lower = ['greater', 'at-least'];
const upper = ['less', 'at-most'];

/** Whether one value may meet both; where nobody can tell, it may. */
const canBoth = (one: PathCondition, other: PathCondition): boolean => {
  if (!isSinglePlace(one.path)) return true;
  const named = namedValues(one) ?? namedValues(other);
  if (named !== undefined) return named.some((value) => holds(one, [value]) && holds(other, [value]));
  const isAbsent = [one, other].some(({ operator, value }) => operator === 'exists' && value === false);
  if (isAbsent) return holds(one, []) && holds(other, []);
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
