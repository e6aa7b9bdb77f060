/** A day that no clock change makes longer or shorter, in milliseconds. */
export const dayMs = 86_400_000;
