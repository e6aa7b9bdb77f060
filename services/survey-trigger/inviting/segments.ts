import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { type KnownSegments, notJudgedHere } from '../domain/known-segments.ts';
import type { Programme } from '../domain/programme.ts';
import { findSegments } from '../store/segment-definitions.ts';

const none: KnownSegments = new Map();

/** The segments that these programmes name, as far as they are defined; nothing is asked where they name none. */
export const lookUpSegments = async (
  tx: Pool | Transaction,
  programmes: readonly Pick<Programme, 'when'>[],
): Promise<KnownSegments> => {
  const names = new Set(programmes.flatMap(({ when: { segments = [] } }) => segments));
  if (names.size === 0) return none;
  const found = await findSegments(tx, [...names]);
  return new Map([...found].map(([name, one]) => [name, one && notJudgedHere(one).length === 0 ? one : undefined]));
};
