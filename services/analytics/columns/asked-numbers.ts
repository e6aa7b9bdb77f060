import { HttpProblem } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { JourneyStep } from '../domain/journey-question.ts';
import { noValue } from '../domain/question.ts';
import { findWordNumbers, listSteps, type NumberedStep, readWords } from '../store/journey-numbers.ts';
import type { Label } from './row.ts';
import type { Breakdown, LabelIn, Selection } from './selection.ts';

/** Reads what was asked as the columns have it. */
export type JourneyNumbers = {
  /** Which interactions are meant; `at` is where it was asked. */
  selectionOf(part: JourneyStep, at: readonly string[]): Selection;
  /** The label of what is held, or broken down by. */
  labelOf(name: string, at: readonly string[]): Label;
  /** By the number of a step the number of its value of this field, from 1 on. */
  stepGroups(field: StepField): StepGroups;
  breakdownOf(name: string | undefined, at: readonly string[]): NamedBreakdown | undefined;
  /** How a step is called. */
  stepOf(no: number): Omit<NumberedStep, 'no'>;
};

/** A breakdown, and how its groups are called. */
export type NamedBreakdown = {
  name: string;
  /** Without one, the thread makes it of what customers have, and tells what its groups stand for. */
  breakdown?: Breakdown;
  namesOf(groups: readonly number[], told: ReadonlyMap<number, string>): Promise<ReadonlyMap<number, string>>;
};

const propertyLabels: readonly Label[] = ['word1', 'word2', 'word3', 'word4'];
const voices = { customer: 'customer', employee: 'employee', management: 'manager' } as const;

type StepField = 'channel' | 'touchpoint' | 'kind';
type StepGroups = { groups: Uint32Array; values: string[] };

/** What a question that cannot be answered is refusedJourney with. */
export const refusedJourney = (path: readonly string[], message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The question is not one that can be answered.', [
    { path: [...path], message },
  ]);

/** Looks up all that these parts of a question name. */
export const journeyNumbers = async (
  pool: Pool,
  properties: readonly string[],
  parts: readonly JourneyStep[],
): Promise<JourneyNumbers> => {
  const [steps, words] = await Promise.all([listSteps(pool), findWordNumbers(pool, parts.flatMap(wordsIn))]);
  const byNumber = new Map(steps.map((step) => [step.no, step]));
  const numbersOf = (values: readonly string[]): number[] =>
    values.flatMap((value) => (value === noValue ? 0 : (words.get(value) ?? [])));
  const labelOf = (name: string, at: readonly string[]): Label => {
    if (name === 'direction' || name === 'actor' || name === 'outcome' || name === 'journey') return name;
    return propertyLabel(name.replace('properties.', ''), properties, at);
  };
  return {
    selectionOf: (part, at) => ({
      steps: stepsIn(part, steps),
      labels: [
        ...(['direction', 'actor', 'outcome'] as const).flatMap((label): LabelIn[] => {
          const values = part[label];
          return values === undefined ? [] : [{ label, numbers: numbersOf(values) }];
        }),
        ...voiceIn(part, numbersOf),
        ...Object.entries(part.properties ?? {}).map(([name, values]) => ({
          label: propertyLabel(name, properties, [...at, 'properties', name]),
          numbers: numbersOf(values),
        })),
      ],
    }),
    labelOf,
    stepGroups: (field) => stepGroups(field, steps),
    breakdownOf: (name, at) => {
      if (name === undefined) return undefined;
      if (name === 'channel' || name === 'touchpoint' || name === 'kind') return byStep(name, steps);
      if (/^(traits|segment)\./u.test(name)) return { name, namesOf: async (_groups, told) => told };
      return {
        name,
        breakdown: { by: 'label', label: labelOf(name, at) },
        namesOf: (groups) => readWords(pool, groups),
      };
    },
    stepOf: (no) => byNumber.get(no) ?? { channel: '', touchpoint: '', kind: '' },
  };
};

/** The label that has a declared property. */
export const propertyLabel = (name: string, properties: readonly string[], at: readonly string[]): Label => {
  const label = propertyLabels[properties.indexOf(name)];
  if (label === undefined) throw refusedJourney(at, unknownProperty(name, properties));
  return label;
};

const unknownProperty = (name: string, properties: readonly string[]): string =>
  properties.length === 0
    ? `${name} is not declared: journeys know the properties that HILO_PROPERTIES names, and it names none`
    : `${name} is not declared: journeys know ${properties.join(', ')}, as HILO_PROPERTIES says`;

const wordsIn = ({ direction = [], actor = [], outcome = [], voice, properties = {} }: JourneyStep): string[] => [
  ...direction,
  ...actor,
  ...outcome,
  ...(voice === undefined ? [] : Object.values(voices)),
  ...Object.values(properties).flat(),
];

const stepsIn = (
  { channel, touchpoint, kind }: JourneyStep,
  steps: readonly NumberedStep[],
): readonly number[] | undefined => {
  if (channel === undefined && touchpoint === undefined && kind === undefined) return undefined;
  return steps
    .filter(
      (step) =>
        (channel?.includes(step.channel) ?? true) &&
        (touchpoint?.includes(step.touchpoint) ?? true) &&
        (kind?.includes(step.kind) ?? true),
    )
    .map(({ no }) => no);
};

/** Who speaks is the actor, and the customer where nobody is named; `other` is whoever is none of the three. */
const voiceIn = ({ voice }: JourneyStep, numbersOf: (words: readonly string[]) => number[]): LabelIn[] => {
  if (voice === undefined) return [];
  const known = (name: keyof typeof voices): number[] => [
    ...numbersOf([voices[name]]),
    ...(name === 'customer' ? [0] : []),
  ];
  const named = (['customer', 'employee', 'management'] as const).filter((one) => voice.includes(one));
  if (!voice.includes('other')) return [{ label: 'actor', numbers: named.flatMap(known) }];
  const unnamed = (['customer', 'employee', 'management'] as const).filter((one) => !voice.includes(one));
  return [{ label: 'actor', numbers: unnamed.flatMap(known), isNot: true }];
};

const stepGroups = (field: StepField, steps: readonly NumberedStep[]): StepGroups => {
  const values = [...new Set(steps.map((step) => step[field]))].sort();
  const places = new Map(values.map((value, at) => [value, at + 1]));
  const groups = new Uint32Array(0x10000);
  for (const step of steps) groups[step.no] = places.get(step[field]) ?? 0;
  return { groups, values };
};

const byStep = (name: StepField, steps: readonly NumberedStep[]): NamedBreakdown => {
  const { groups, values } = stepGroups(name, steps);
  return {
    name,
    breakdown: { by: 'step', groups },
    namesOf: async (asked) => new Map(asked.map((group) => [group, values[group - 1] ?? noValue])),
  };
};
