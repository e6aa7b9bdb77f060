const dayMs = 86_400_000;
const worthSaying = 14;

/** After an entry of a thread, the latest first: for how many days nothing had happened before it, where these are many. */
export const silenceBefore = (at: string, before: string | undefined): number | undefined => {
  if (before === undefined) return undefined;
  const days = Math.floor((Date.parse(at) - Date.parse(before)) / dayMs);
  return days >= worthSaying ? days : undefined;
};
