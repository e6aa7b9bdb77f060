/** The entity tag of a record at a version. Records of two customers may have the same version. */
export const etagOf = (customer: string, version: number): string => `"${customer}.${version}"`;

/** Whether `If-None-Match` names this tag: compared weakly, as RFC 9110 has it for that header. */
export const matches = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
};
