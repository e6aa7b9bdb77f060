/** The end of a day where who looks is, as an instant; nothing for a day that is not over, since now is meant then. */
export const endOfDay = (day: string, now: number): string | undefined => {
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return Number.isNaN(end.getTime()) || end.getTime() > now ? undefined : end.toISOString();
};
