/** `09:30` is 570, `24:00` the end of the day. */
export const minutesOf = (time: string): number => 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));
