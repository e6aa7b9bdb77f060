import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { notJudgedHere } from '../domain/known-segments.ts';
import type { Programme } from '../domain/programme.ts';
import { findSegments } from '../store/segment-definitions.ts';

/** Which of the segments that a programme names are defined by what nobody knows here of a customer, and by what. */
export const unjudgedSegments = async (
  tx: Pool | Transaction,
  { when: { segments = [] } }: Pick<Programme, 'when'>,
): Promise<{ index: number; message: string }[]> => {
  if (segments.length === 0) return [];
  const defined = await findSegments(tx, segments);
  return segments.flatMap((name, index) => {
    if (!defined.has(name)) return [];
    const condition = defined.get(name);
    if (condition === undefined)
      return [{ index, message: `names ${name}, whose condition this release does not understand` }];
    const [first] = notJudgedHere(condition);
    if (first === undefined) return [];
    const place = first.path.length === 0 ? '' : ` (${first.path.join('.')})`;
    return [
      {
        index,
        message: `names ${name}, which asks for ${first.kind}${place}: of these survey-trigger does not know all, so that a programme may name segments over traits alone`,
      },
    ];
  });
};
