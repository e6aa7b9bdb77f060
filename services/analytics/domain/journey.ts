/** A step of one run of a journey; `at` is in milliseconds since the epoch. */
export type RunStep = { at: number; stage?: string | undefined; outcome?: string | undefined };

/** When a journey of a name is over: with one of these stages, or after so much silence. */
export type JourneyRules = { endStages: ReadonlyMap<string, ReadonlySet<string>>; silenceMs: number };

/** How far one run of a journey came. */
export type JourneyState = {
  start: number;
  last: number;
  /** The stages in which it was, each time that it came into one. */
  stages: string[];
  end?: { at: number; by: 'stage' | 'silence' };
  /** How its last step that says so ended; without one, completed by a stage that ends it, abandoned by silence. Absent while it is under way. */
  outcome?: string;
};

/**
 * The state of a run of a journey, of at least one step, in order of time. A stage that ends it does so when it is reached first; what comes
 * later, such as an answer about it, is part of it and moves no end. Without such a stage it ends with its last step, once nothing has
 * followed for so long.
 */
export const journeyState = (
  name: string,
  steps: readonly RunStep[],
  rules: JourneyRules,
  now: number,
): JourneyState => {
  const [start, last] = [steps[0]?.at ?? now, steps.at(-1)?.at ?? now];
  const stages = steps.flatMap(({ stage }) => stage ?? []).filter((stage, n, all) => stage !== all[n - 1]);
  const ends = rules.endStages.get(name);
  const ending = steps.find(({ stage }) => stage !== undefined && ends?.has(stage));
  const end = ending
    ? ({ at: ending.at, by: 'stage' } as const)
    : now - last >= rules.silenceMs
      ? ({ at: last, by: 'silence' } as const)
      : undefined;
  if (end === undefined) return { start, last, stages };
  const said = steps.findLast(({ at, outcome }) => outcome !== undefined && at <= end.at)?.outcome;
  return { start, last, stages, end, outcome: said ?? (end.by === 'stage' ? 'completed' : 'abandoned') };
};
