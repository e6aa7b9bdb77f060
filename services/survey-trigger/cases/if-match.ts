import { HttpProblem } from '@hilo/runtime';

/** The tag of a version, as the header ETag says it. */
export const revisionTag = (revision: number): string => `"${revision}"`;

/** Who has not seen how it stands would undo what another did. */
export const refuseUnseen = (seen: string | undefined, tag: string): void => {
  if (seen === undefined)
    throw new HttpProblem(428, 'Precondition required', `Say in the header If-Match what you have seen: ${tag}.`);
  const tags = seen.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!tags.includes(tag) && !tags.includes('*'))
    throw new HttpProblem(412, 'Precondition failed', `It is at ${tag} now: look at it, and change that.`);
};
