export type Path = readonly PropertyKey[];

/** What stands at a path, if all of it is there. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, part)) return undefined;
    return Object.getOwnPropertyDescriptor(inner, part)?.value;
  }, value);
