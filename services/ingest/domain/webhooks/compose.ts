import type { Path } from '../segment/path.ts';
import type { Mapped, Origin } from './adapter.ts';
import type { Sourced } from './reader.ts';

export type NamedIdentifier = { kind: string; value: string; from?: Path | undefined };

type Named = Readonly<Record<string, Sourced | undefined>>;

/** The fields of an interaction, each with where it comes from. */
export type Parts = {
  id: Sourced;
  occurredAt: Sourced;
  channel: Sourced;
  touchpoint: Sourced;
  kind: Sourced;
  direction?: Sourced | undefined;
  actor?: Sourced | undefined;
  outcome?: Sourced | undefined;
  text?: Sourced | undefined;
  locale?: Sourced | undefined;
  answers?: Sourced | undefined;
  consents?: Sourced | undefined;
  identifiers: readonly NamedIdentifier[];
  traits?: Named;
  properties?: Named;
  context?: Named;
};

/** An interaction as it would be posted, from its parts, and where each of its fields comes from. */
export const composeEvent = ({ identifiers, traits = {}, properties = {}, context = {}, ...fields }: Parts): Mapped => {
  const single = present(fields);
  const distinct = withoutRepeats(identifiers);
  const objects = Object.entries({ traits, properties, context }).flatMap(([name, named]) => {
    const entries = present(named);
    return entries.length > 0 ? [{ name, entries }] : [];
  });
  return {
    posted: {
      ...valuesOf(single),
      identifiers: distinct.map(({ kind, value }) => ({ kind, value })),
      ...Object.fromEntries(objects.map(({ name, entries }) => [name, valuesOf(entries)])),
    },
    isTimeDerived: fields.occurredAt.isDerived === true,
    origins: [
      ...single.map(([name, { from }]): Origin => ({ field: [name], from })),
      ...distinct.map(({ from }, place): Origin => ({ field: ['identifiers', place, 'value'], from })),
      ...objects.flatMap(({ name, entries }) =>
        entries.map(([key, { from }]): Origin => ({ field: [name, key], from })),
      ),
    ],
  };
};

/** Which field of the body a field of the interaction comes from, for who has to correct it there. */
export const originIn = (origins: readonly Origin[], path: Path): PropertyKey[] => {
  const origin = origins.find(({ field }) => field.every((part, place) => path[place] === part));
  return origin?.from === undefined ? [...path] : [...origin.from, ...path.slice(origin.field.length)];
};

type Entry = [name: string, sourced: Sourced];

const present = (named: Named): Entry[] =>
  Object.entries(named).flatMap(([name, sourced]): Entry[] => (sourced === undefined ? [] : [[name, sourced]]));

const valuesOf = (entries: readonly Entry[]): Record<string, unknown> =>
  Object.fromEntries(entries.map(([name, { value }]) => [name, value]));

const withoutRepeats = (identifiers: readonly NamedIdentifier[]): NamedIdentifier[] =>
  [
    ...new Map(identifiers.toReversed().map((one) => [JSON.stringify([one.kind, one.value]), one])).values(),
  ].toReversed();
