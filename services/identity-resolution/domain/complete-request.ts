import { type Decision, type DecisionRequest, decisionLimits, type Identifier } from '@hilo/contracts';
import type { Node } from './node.ts';

/** What is wrong with a request, and where. */
type Wrong = { path: PropertyKey[]; message: string };

/** A decision but for who made it and when; or what is wrong with the request. */
export type Completed = { what: What } | { wrong: Wrong };
type What =
  | Omit<Extract<Decision, { kind: 'not_same' }>, Common>
  | Omit<Extract<Decision, { kind: 'same' }>, Common>
  | Omit<Extract<Decision, { kind: 'dissociated' }>, Common>
  | Omit<Extract<Decision, { kind: 'withdrawn' }>, Common>;
type Common = 'id' | 'at' | 'by' | 'reason' | 'retracted';

/** An identifier of a customer by its node, in every way in which it was written. */
export type HeldIdentifiers = { node: string; written: readonly Identifier[] };

/**
 * The decision that a request asks for. It keeps what was said, as it was written, and depends on nothing else: whoever
 * reads it does so by the rules in force then. What was asked of a customer (a split, or a dissociation from whoever it was)
 * is asked of the identifiers `held` at that moment, as interactions had written them: so it means the same interactions
 * under any rules.
 */
export const completed = (
  nodeOf: (identifier: Identifier) => Node | undefined,
  request: DecisionRequest,
  held: readonly HeldIdentifiers[],
): Completed => {
  const named = namedIn(request);
  const blank = named.find(({ identifier }) => nodeOf(identifier) === undefined);
  if (blank) return wrong(blank.path, 'says nothing of who it is');
  const idOf = (identifier: Identifier): string | undefined => nodeOf(identifier)?.id;
  switch (request.kind) {
    case 'withdraw':
      return { what: { kind: 'withdrawn', source: request.source, interaction: request.interaction } };
    case 'same': {
      const { one, other } = request;
      if (idOf(one) === idOf(other)) return wrong(['other'], 'is the same identifier');
      return { what: { kind: 'same', one, other } };
    }
    case 'dissociate': {
      const { identifier } = request;
      const isOther = (one: Identifier): boolean => idOf(one) !== idOf(identifier);
      const from = request.from ?? held.flatMap(({ written }) => written).filter(isOther);
      if (!from.some(isOther)) return wrong([request.from ? 'from' : 'identifier'], 'is nobody else’s');
      return { what: { kind: 'dissociated', identifier, from } };
    }
    case 'not_same':
      return apart(idOf, request.one, request.other, 'other');
    case 'split':
      return splitOff(idOf, request.identifiers, held);
  }
};

/** What is split off, as it was asked for and as it was written, from the rest. */
const splitOff = (
  idOf: (identifier: Identifier) => string | undefined,
  asked: readonly Identifier[],
  held: readonly HeldIdentifiers[],
): Completed => {
  const nodes = new Set(asked.map(idOf));
  const strange = asked.findIndex((identifier) => !held.some(({ node }) => node === idOf(identifier)));
  if (strange >= 0) return wrong(['identifiers', strange], 'is not the customer’s');
  const writtenOf = (isAsked: boolean): Identifier[] =>
    held.filter(({ node }) => nodes.has(node) === isAsked).flatMap(({ written }) => written);
  const rest = writtenOf(false);
  if (rest.length === 0) return wrong(['identifiers'], 'are all that the customer has');
  const otherwise = writtenOf(true).filter((one) => !asked.some((same) => isWrittenAlike(same, one)));
  return apart(idOf, [...asked, ...otherwise], rest, 'identifiers');
};

const apart = (
  idOf: (identifier: Identifier) => string | undefined,
  one: Identifier[],
  other: Identifier[],
  field: string,
): Completed => {
  const [few, many] = [new Set(one.map(idOf)), new Set(other.map(idOf))];
  const both = other.findIndex((identifier) => few.has(idOf(identifier)));
  if (both >= 0) return wrong([field, both], 'is on both sides');
  if (few.size * many.size > decisionLimits.pairs)
    return wrong([field], `make more than ${decisionLimits.pairs} pairs`);
  return { what: { kind: 'not_same', one, other } };
};

const namedIn = (request: DecisionRequest): { path: PropertyKey[]; identifier: Identifier }[] => {
  const all = (field: string, identifiers: readonly Identifier[] = []) =>
    identifiers.map((identifier, at) => ({ path: [field, at], identifier }));
  switch (request.kind) {
    case 'split':
      return all('identifiers', request.identifiers);
    case 'not_same':
      return [...all('one', request.one), ...all('other', request.other)];
    case 'same':
      return [
        { path: ['one'], identifier: request.one },
        { path: ['other'], identifier: request.other },
      ];
    case 'dissociate':
      return [{ path: ['identifier'], identifier: request.identifier }, ...all('from', request.from)];
    case 'withdraw':
      return [];
  }
};

const isWrittenAlike = (one: Identifier, two: Identifier): boolean => one.kind === two.kind && one.value === two.value;

const wrong = (path: PropertyKey[], message: string): Completed => ({ wrong: { path, message } });
