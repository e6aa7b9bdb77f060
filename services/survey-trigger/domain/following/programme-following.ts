import type { Note } from '@hilo/contracts';
import { z } from 'zod';

/** What a programme says of asking again. */
export const followingFields = {
  reminders: z
    .strictObject({
      atMost: z.int().min(1).max(5).describe('So many at the most, on all channels together.'),
      afterMinutes: z
        .int()
        .min(1)
        .max(2880)
        .describe('So long after a message was handed over, if nothing was answered.'),
    })
    .optional()
    .describe('Whoever does not answer is reminded, on the same channel; each reminder is a contact like any other.'),
  fallbackAfterMinutes: z
    .int()
    .min(1)
    .max(2880)
    .optional()
    .describe(
      'So long after a message was handed over, if nothing was answered, the next of `contacts` has its turn; at once, where a message surely did not arrive. Without it, one channel alone is tried.',
    ),
  fallbackAfterUnknown: z
    .boolean()
    .optional()
    .describe(
      'Whether another channel has its turn although it is unknown whether a message was taken, so that there may be two.',
    ),
};

type Following = {
  contacts: readonly { channel: string }[];
  askAfterMinutes: number;
  askWithinHours: number;
  reminders?: { atMost: number; afterMinutes: number } | undefined;
  fallbackAfterMinutes?: number | undefined;
  fallbackAfterUnknown?: boolean | undefined;
};

type Fault = { path: PropertyKey[]; message: string };

/** Nobody can be asked again after the deadline. */
export const faultsOfFollowing = (programme: Following): Fault[] => {
  const { askAfterMinutes, askWithinHours, reminders, fallbackAfterMinutes } = programme;
  const leftMinutes = askWithinHours * 60 - askAfterMinutes;
  const isTooLate = (minutes: number | undefined): boolean => minutes !== undefined && minutes >= leftMinutes;
  return [
    ...(isTooLate(reminders?.afterMinutes)
      ? [{ path: ['reminders', 'afterMinutes'], message: 'comes after askWithinHours, so that nobody is reminded' }]
      : []),
    ...(isTooLate(fallbackAfterMinutes)
      ? [{ path: ['fallbackAfterMinutes'], message: 'comes after askWithinHours, so that no other channel has a turn' }]
      : []),
  ];
};

/** What cannot all happen before the deadline, and what has nothing to do. */
export const notesOnFollowing = (programme: Following): Note[] => {
  const { contacts, askAfterMinutes, askWithinHours, reminders, fallbackAfterMinutes, fallbackAfterUnknown } =
    programme;
  const leftMinutes = askWithinHours * 60 - askAfterMinutes;
  const fitting = (minutes: number): number => Math.ceil(leftMinutes / minutes) - 1;
  const others = new Set(contacts.map(({ channel }) => channel)).size - 1;
  const notes: (Note | undefined)[] = [
    reminders && fitting(reminders.afterMinutes) < reminders.atMost
      ? {
          path: 'reminders.atMost',
          reason: 'too-late',
          message: `Before askWithinHours there is time for ${fitting(reminders.afterMinutes)} of ${reminders.atMost} reminders.`,
        }
      : undefined,
    fallbackAfterMinutes !== undefined && others === 0
      ? {
          path: 'fallbackAfterMinutes',
          reason: 'no-next-channel',
          message: 'There is but one channel among contacts, so that no other has a turn.',
        }
      : undefined,
    fallbackAfterMinutes !== undefined && others > 0 && fitting(fallbackAfterMinutes) < others
      ? {
          path: 'fallbackAfterMinutes',
          reason: 'too-late',
          message: `Before askWithinHours there is time for ${fitting(fallbackAfterMinutes)} of ${others} other channels.`,
        }
      : undefined,
    fallbackAfterUnknown === true && fallbackAfterMinutes === undefined
      ? {
          path: 'fallbackAfterUnknown',
          reason: 'no-next-channel',
          message: 'Without fallbackAfterMinutes no other channel has a turn.',
        }
      : undefined,
  ];
  return notes.flatMap((note) => note ?? []);
};
