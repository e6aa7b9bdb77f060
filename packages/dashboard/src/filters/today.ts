const kept = 'hilo-time-zone';

/** The zone in which Hilo counts days, as its last answer said; until then that of who reads. */
export const zoneOfFigures = (): string =>
  localStorage.getItem(kept) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

export const rememberZone = (timeZone: string): void => localStorage.setItem(kept, timeZone);

/** Which day it is in that zone. */
export const todayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
