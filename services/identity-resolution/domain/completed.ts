import { type Decision, type DecisionRequest, decisionLimits, type Identifier } from '@hilo/contracts';
import type { Node } from './node.ts';

/** What is wrong with a request, and where. */
export type Wrong = { path: PropertyKey[]; message: string };

/** A decision but for who made it and when; or what is wrong with the request. */
export type Completed = { what: What } | { wrong: Wrong };
type What =
  | Omit<Extract<Decision, { kind: 'not_same' }>, Common>
  | Omit<Extract<Decision, { kind: 'same' }>, Common>
  | Omit<Extract<Decision, { kind: 'dissociated' }>, Common>
  | Omit<Extract<Decision, { kind: 'withdrawn' }>, Common>;
type Common = 'id' | 'at' | 'by' | 'reason' | 'retracted';

/**
 * The decision that a request asks for. It names identifiers, normalised, and depends on nothing else: what was asked of
 * a customer (a split, or a dissociation from whoever it was) is asked of those that the customer `held` at that moment.
 */
export const completed = (
  nodeOf: (identifier: Identifier) => Node | undefined,
  request: DecisionRequest,
  held: readonly Identifier[],
): Completed => {
  const named = namedIn(request);
  const blank = named.find(({ identifier }) => nodeOf(identifier) === undefined);
  if (blank) return wrong(blank.path, 'says nothing of who it is');
  const normal = (identifier: Identifier): Identifier => {
    const { kind, value } = nodeOf(identifier) ?? identifier;
    return { kind, value };
  };
  switch (request.kind) {
    case 'withdraw':
      return { what: { kind: 'withdrawn', source: request.source, interaction: request.interaction } };
    case 'same': {
      const [one, other] = [normal(request.one), normal(request.other)];
      return isSame(one, other) ? wrong(['other'], 'is the same identifier') : { what: { kind: 'same', one, other } };
    }
    case 'dissociate': {
      const identifier = normal(request.identifier);
      const from = (request.from?.map(normal) ?? held).filter((one) => !isSame(one, identifier));
      if (from.length === 0) return wrong([request.from ? 'from' : 'identifier'], 'is nobody else’s');
      return { what: { kind: 'dissociated', identifier, from } };
    }
    case 'not_same':
      return apart(request.one.map(normal), request.other.map(normal), 'other');
    case 'split': {
      const one = request.identifiers.map(normal);
      const strange = one.findIndex((identifier) => !held.some((other) => isSame(identifier, other)));
      if (strange >= 0) return wrong(['identifiers', strange], 'is not the customer’s');
      const rest = held.filter((identifier) => !one.some((other) => isSame(identifier, other)));
      if (rest.length === 0) return wrong(['identifiers'], 'are all that the customer has');
      return apart(one, rest, 'identifiers');
    }
  }
};

const apart = (one: Identifier[], other: Identifier[], field: string): Completed => {
  const both = other.findIndex((identifier) => one.some((same) => isSame(same, identifier)));
  if (both >= 0) return wrong([field, both], 'is on both sides');
  if (one.length * other.length > decisionLimits.pairs)
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

const isSame = (one: Identifier, two: Identifier): boolean => one.kind === two.kind && one.value === two.value;

const wrong = (path: PropertyKey[], message: string): Completed => ({ wrong: { path, message } });
