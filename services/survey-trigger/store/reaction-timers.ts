import { timersOf } from '@hilo/runtime';

export const reactionKind = 'reaction';

/** When it is decided what becomes of what began a window. */
export const reactionTimers = timersOf(reactionKind);
