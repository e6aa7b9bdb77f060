import type { Step, StepFilter } from '../../api/journeys.ts';

/** What is asked about journeys, by name. */
export const views = ['funnel', 'paths', 'retention', 'moments'] as const;
export type View = (typeof views)[number];
export const windows = ['PT1H', 'P1D', 'P7D', 'P30D'] as const;
export const directions = ['from', 'to'] as const;
export const intervals = ['day', 'week', 'month'] as const;
export const scores = ['nps', 'csat', 'ces'] as const;

/** The most steps that a funnel has. */
export const mostSteps = 10;

/** What is asked, as the address has it; what says nothing is not in it. */
export type JourneysShown = {
  journeys?: View | undefined;
  /** The steps of the funnel, in their order. */
  step?: string[] | undefined;
  window?: (typeof windows)[number] | undefined;
  /** From which step paths go, or to which one they lead; and by which one retention begins. */
  anchor?: string | undefined;
  direction?: (typeof directions)[number] | undefined;
  interval?: (typeof intervals)[number] | undefined;
  score?: (typeof scores)[number] | undefined;
};

/** Of what an address says, what can be asked about journeys; what nobody understands is left out. */
export const journeysShownIn = (search: Readonly<Record<string, unknown>>): JourneysShown => {
  const known = <Name extends string>(names: readonly Name[], given: unknown, byItself: Name) => {
    const found = names.find((one) => one === given);
    return found === byItself ? undefined : found;
  };
  const step = (Array.isArray(search.step) ? search.step : [search.step]).filter(isStepText).slice(0, mostSteps);
  const found: JourneysShown = {
    journeys: known(views, search.journeys, 'funnel'),
    step: step.length > 0 ? step : undefined,
    window: known(windows, search.window, 'P7D'),
    anchor: isStepText(search.anchor) ? search.anchor : undefined,
    direction: known(directions, search.direction, 'from'),
    interval: known(intervals, search.interval, 'week'),
    score: known(scores, search.score, 'nps'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
};

const isStepText = (given: unknown): given is string => typeof given === 'string' && given.split(',').length === 3;

/** A step as an address writes it: no word of it has a comma. */
export const stepText = ({ channel, touchpoint, kind }: Step): string => [channel, touchpoint, kind].join(',');

/** As a question names it; what is left empty is anything. */
export const stepFilterOf = (text: string): StepFilter => {
  const { channel, touchpoint, kind } = stepOf(text);
  return {
    ...(channel !== '' && { channel: [channel] }),
    ...(touchpoint !== '' && { touchpoint: [touchpoint] }),
    ...(kind !== '' && { kind: [kind] }),
  };
};

export const stepOf = (text: string): Step => {
  const [channel = '', touchpoint = '', kind = ''] = text.split(',');
  return { channel, touchpoint, kind };
};
