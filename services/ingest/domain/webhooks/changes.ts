import type { Ignored, Mapped, MappedBody } from './adapter.ts';
import type { FieldReader } from './reader.ts';

/** One change of Meta's: in which field, what of, and the entry that it stands in. */
export type ContactChange = { field: string; value: FieldReader; entry: FieldReader };

/** Every change in a body of Meta's, in order. */
export const changesIn = (body: FieldReader): ContactChange[] =>
  body
    .each('entry')
    .flatMap((entry) =>
      entry.each('changes').map((change) => ({ field: change.text('field') ?? '', value: change.at('value'), entry })),
    );

/** Of each part either an interaction, or why there is none. */
export const gathered = (parts: readonly (Mapped | Ignored)[]): MappedBody => ({
  mapped: parts.filter((part) => 'posted' in part),
  ignored: parts.filter((part) => 'reason' in part),
});

export const ignore = (what: string, { path }: Pick<FieldReader, 'path'>, reason: Ignored['reason']): Ignored => ({
  what: what.slice(0, 100),
  path,
  reason,
});
