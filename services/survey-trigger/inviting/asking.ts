import type { Programme } from '../domain/programme.ts';
import type { SurveyRequest } from '../domain/refusals.ts';
import type { KnownRecord } from '../store/profiles.ts';
import type { ProgrammeInForce } from '../store/programmes.ts';

/** A paused programme goes on noting, so that it can ask when it is resumed; one that has ended notes nothing. */
export const askingNow = (programmes: readonly ProgrammeInForce[]): Programme[] =>
  programmes.flatMap(({ state, programme }) => (state === 'ended' || programme === undefined ? [] : [programme]));

/** Those that ask now: for one that is paused nobody waits. */
export const activeOf = (programmes: readonly ProgrammeInForce[]): Programme[] =>
  programmes.flatMap(({ state, programme }) => (state === 'active' && programme !== undefined ? [programme] : []));

/** By what it is decided: nothing, where the programme has ended. */
export const askingBy = (inForce: ProgrammeInForce | undefined): Pick<SurveyRequest, 'programme' | 'held'> => {
  if (inForce === undefined || inForce.state === 'ended') return { programme: undefined };
  const { id, state, programme } = inForce;
  const reason = state === 'paused' ? 'programme-paused' : programme === undefined ? 'programme-invalid' : undefined;
  return { programme, held: reason && { reason, programme: id } };
};

/** An erasure is heard of before the records of those who had the address of who was erased. */
export const withoutErasedContacts = (record: KnownRecord, erased: ReadonlyMap<string, number>): KnownRecord => ({
  ...record,
  identifiers: record.identifiers.filter(
    ({ subject }) => Date.parse(record.updatedAt) > (erased.get(subject) ?? Number.NEGATIVE_INFINITY),
  ),
});
