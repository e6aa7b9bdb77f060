import { gatePosted } from '@hilo/runtime';
import type { Acceptance, Accepted } from '../domain/accept.ts';
import { onlyDescribes, sortDigits } from '../domain/digits.ts';
import { SegmentType } from '../domain/segment/message.ts';
import { readAgain } from '../posting/segment-calls.ts';
import { idIn, validate } from '../posting/validate.ts';

type Kept = { value: string | null; headers: Readonly<Record<string, string>> };

/**
 * What was refused behind an answer of 200, judged anew: its time may have come, or the rules have another version. `undefined`
 * where it still cannot be used, or is not whole.
 */
export const validateAgain = (
  { value, headers }: Kept,
  { receivedAt, acceptance }: { receivedAt: number; acceptance: Acceptance },
): Accepted | undefined => {
  if (value === null || headers.hilo_cut !== undefined || headers.hilo_encoding !== undefined) return undefined;
  const gated = gatePosted(Buffer.from(value));
  if ('refusal' in gated) return undefined;
  const isCall = SegmentType.safeParse(idIn(gated.value, 'type')).success;
  const item = isCall
    ? readAgain(gated, receivedAt)
    : { posted: gated.value, digits: sortDigits(gated.digits, onlyDescribes) };
  const outcome = validate(item, acceptance);
  return 'interaction' in outcome ? outcome : undefined;
};
