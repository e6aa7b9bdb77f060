/** Where something happens, and what. */
export type StepName = { channel: string; touchpoint: string; kind: string };

/** Numbers of steps. */
export type StepNumbers = { get(step: StepName): number | undefined; set(step: StepName, no: number): void };

/** None yet. The names are looked up one after the other: to make one key of them for each row would take longer. */
export const stepNumbers = (): StepNumbers => {
  const channels = new Map<string, Map<string, Map<string, number>>>();
  return {
    get: ({ channel, touchpoint, kind }) => channels.get(channel)?.get(touchpoint)?.get(kind),
    set: ({ channel, touchpoint, kind }, no) => {
      const touchpoints = channels.getOrInsertComputed(channel, () => new Map());
      touchpoints.getOrInsertComputed(touchpoint, () => new Map()).set(kind, no);
    },
  };
};
