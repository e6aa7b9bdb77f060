/** So many messages may be handed over at the same time by all who share these. */
export type Slots = {
  /** So many of them, at least one: at once, or when somebody gives one back; whoever has waited longest is first. */
  take(most: number): Promise<number>;
  give(count: number): void;
};

export const openSlots = (count: number): Slots => {
  let free = count;
  const waiting: { most: number; resolve(taken: number): void }[] = [];
  const serve = (): void => {
    while (free > 0) {
      const next = waiting.shift();
      if (next === undefined) return;
      const taken = Math.min(next.most, free);
      free -= taken;
      next.resolve(taken);
    }
  };
  return {
    take: (most) =>
      new Promise((resolve) => {
        waiting.push({ most, resolve });
        serve();
      }),
    give: (given) => {
      free += given;
      serve();
    },
  };
};
