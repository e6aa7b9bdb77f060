import type { Brake } from '../contact.ts';
import type { HandOverRefusal } from './transport.ts';

type SaidOfPerson = Extract<Brake, 'refusal' | 'hard-bounce'>;

const rows: readonly [Extract<HandOverRefusal, 'opted-out' | 'no-such-address'>, SaidOfPerson][] = [
  ['opted-out', 'refusal'],
  ['no-such-address', 'hard-bounce'],
];

/** What whoever carries a message says of the person by why it does not take it, or tells afterwards: nothing, by any other word. */
export const brakeSaidBy = (reason: string | undefined): SaidOfPerson | undefined =>
  rows.find(([word]) => word === reason)?.[1];

/** By which word that is said. */
export const refusalOf = (brake: SaidOfPerson | undefined): HandOverRefusal =>
  rows.find(([, one]) => one === brake)?.[0] ?? 'not-accepted';
