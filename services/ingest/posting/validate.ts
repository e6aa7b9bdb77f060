import { Interaction } from '@hilo/contracts';
import { checkOf, digitsLost, fieldErrors, pathText } from '@hilo/runtime';
import { type Acceptance, type Accepted, type Allowed, accept } from '../domain/accept.ts';
import { type DigitPlaces, notesOnDigits, refusalsOn } from '../domain/digits.ts';
import { examples } from '../domain/examples.ts';
import type { Refusal } from '../domain/refusal.ts';

/** What was posted, as far as the gate and the format that it came in let it in. */
export type PostedItem =
  | {
      posted: unknown;
      /** Its text, where that is known to be as JSON is written here. */
      text?: string | undefined;
      /** Where in it whole numbers were too long to be kept as numbers. */
      digits?: DigitPlaces | undefined;
      /** Whether its time depends on when it was received. */
      isTimeDerived?: boolean | undefined;
      /** Which field that the sender knows a field of the interaction comes from, where it is not the same. */
      pathOf?(path: readonly PropertyKey[]): PropertyKey[];
    }
  | RefusedItem;

export type RefusedItem = {
  id?: string | undefined;
  refusals: readonly Refusal[];
  /** Whether it goes into the quarantine, since its sender is not told otherwise than in an answer of 200. */
  isKept?: boolean | undefined;
};

export type Validation = Accepted | RefusedItem;

/** The interaction as it goes into the log, or everything that is wrong with it, in the words of who posted it. */
export const validate = (item: PostedItem, acceptance: Acceptance): Validation => {
  if ('refusals' in item) return item;
  const { posted, digits, isTimeDerived, pathOf = (path) => [...path] } = item;
  const tooLong = digits === undefined ? noRefusals : refusalsOn(digits, digitsLost);
  const notes = digits && notesOnDigits(digits, pathText);
  const accepted = accept(posted, acceptance, { surely: surelyAllowed(item), isTimeDerived, notes });
  if ('interaction' in accepted) return tooLong.length === 0 ? accepted : { id: idIn(posted, 'id'), refusals: tooLong };
  const { issues = [] } = accepted;
  const refusals = [...fieldErrors(issues, posted, examples), ...accepted.refusals];
  const others = refusals.map(({ path, message }) => ({ path: pathOf(path), message }));
  const known = new Set(tooLong.map(({ path }) => pathText(path)));
  return {
    id: idIn(posted, 'id'),
    refusals: [...tooLong, ...others.filter(({ path }) => !known.has(pathText(path)))],
  };
};

const noRefusals: Refusal[] = [];

const isInContract = checkOf(Interaction);

/**
 * Of so many characters, no part of an interaction has more bytes than one may have, whatever they are: three for a
 * character, or for a number like 1e15, written out, some more than three.
 */
const harmlessCharacters = 8192;

/**
 * The compiled check knows faster than the contract what is allowed. It leaves the sizes of parts to the contract: what is
 * small as a whole has no part that is too large.
 */
const surelyAllowed = ({ posted, text }: Extract<PostedItem, { posted: unknown }>): Allowed | undefined => {
  if (!isInContract(posted)) return undefined;
  const written = text ?? JSON.stringify(posted);
  return written.length <= harmlessCharacters ? { allowed: posted, text: written } : undefined;
};

/** The id that somebody gave to what was posted, under the name that it has there. */
export const idIn = (posted: unknown, name: string): string | undefined => {
  if (typeof posted !== 'object' || posted === null || !Object.hasOwn(posted, name)) return undefined;
  const id: unknown = Object.getOwnPropertyDescriptor(posted, name)?.value;
  return typeof id === 'string' ? id : undefined;
};
