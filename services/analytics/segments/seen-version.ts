import { HttpProblem } from '@hilo/runtime';

/** The version that whoever changes something has seen, or that there is none, as the headers If-Match and If-None-Match say it. */
export type SeenVersion = { match: string | undefined; noneMatch: string | undefined };

/** As the header ETag says it. */
export const versionTag = (version: number): string => `"${version}"`;

/** Who has not seen what is in force would undo what another did. */
export const refuseUnseenVersion = (
  what: string,
  { match, noneMatch }: SeenVersion,
  latest: number | undefined,
): void => {
  if (latest === undefined) {
    if (match === undefined) return;
    throw new HttpProblem(412, 'Precondition failed', `There is no such ${what}: leave If-Match out.`);
  }
  if (noneMatch !== undefined)
    throw new HttpProblem(412, 'Precondition failed', `There is such a ${what}, in version ${latest}.`);
  if (match === undefined)
    throw new HttpProblem(
      428,
      'Precondition required',
      `Say in the header If-Match which version you have seen: ${versionTag(latest)}.`,
    );
  const tags = match.split(',').map((tag) => tag.trim());
  if (!tags.includes(versionTag(latest)) && !tags.includes('*'))
    throw new HttpProblem(412, 'Precondition failed', `Version ${latest} is in force: look at it, and change that.`);
};
