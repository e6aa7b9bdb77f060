import { knownWord, Role } from '@hilo/contracts';

type Claims = Readonly<Record<string, unknown>>;

/** In which groups somebody is, by the claim of this name or at this path; undefined where it is absent. */
export const groupsAt = (claims: Claims, path: string): string[] | undefined => {
  // The name of a claim may be an address, with dots in it.
  const value = Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce(within, claims);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
};

const within = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** As what somebody may act who is in these groups: by the list, or without one by their names. In the order of the roles, each once. */
export const rolesOf = (groups: readonly string[], rolesOfGroups: readonly (readonly [string, Role])[]): Role[] => {
  const had = new Set(
    rolesOfGroups.length === 0
      ? groups.flatMap((group) => knownWord(Role, group) ?? [])
      : rolesOfGroups.flatMap(([group, role]) => (groups.includes(group) ? [role] : [])),
  );
  return Role.options.filter((role) => had.has(role));
};
