/** How a programme stands: an ended one never asks again. */
export const programmeStates = ['active', 'paused', 'ended'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/** Why a programme asks nobody for now: it is paused, or its version in force cannot be read. */
export type HeldBack = 'programme-paused' | 'programme-invalid';
