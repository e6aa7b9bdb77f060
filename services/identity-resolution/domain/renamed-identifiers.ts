import type { Identifier } from '@hilo/contracts';
import type { DeriveId } from './derive-id.ts';
import { namedBy } from './node.ts';
import type { Registry } from './registry.ts';

type Rules = { before: Registry; registry: Registry; deriveId: DeriveId };

/** The ids of those that are other identifiers by the other rules, each with the ids of what they are by these. */
export const renamedBy = (
  { before, registry, deriveId }: Rules,
  named: readonly Identifier[],
): [old: string, now: string][] =>
  named.flatMap((identifier) => {
    const now = idsOf(registry, deriveId, identifier);
    return idsOf(before, deriveId, identifier)
      .filter((id) => !now.includes(id))
      .flatMap((old) => now.map((id): [string, string] => [old, id]));
  });

const idsOf = (registry: Registry, deriveId: DeriveId, identifier: Identifier): string[] =>
  namedBy(registry, deriveId, identifier).nodes.map(({ id }) => id);
