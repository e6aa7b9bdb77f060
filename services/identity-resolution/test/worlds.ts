import type { DecisionRequest } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import fc from 'fast-check';
import { makeDecision, retractDecision } from '../decisions/make-decision.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { findHeld } from '../store/graph/customers.ts';
import { type TestIdentity, withRetry } from './database.ts';
import {
  accepted,
  delivered,
  inWorld,
  nodeIn,
  ownIdentifier,
  type Posted,
  type Saying,
  type Turn,
} from './histories.ts';
import { respeltLife } from './respelt.ts';

export type World = { world: number; posted: Posted[]; turns: Turn[] };
export type Task = () => Promise<unknown>;

const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

/** So many lives, each among people of its own. */
export const livesInWorlds = (histories: number, seed: number): World[] =>
  fc.sample(respeltLife(8, 8), { numRuns: histories, seed }).map(({ posted, turns }, world) => ({
    world,
    turns,
    posted: posted.map((one) => inWorld(one, world)),
  }));

export const inOrder = async (tasks: readonly Task[]): Promise<void> => {
  for (const task of tasks) await task();
};

export const intersperse = (tasks: Task[], others: readonly Task[]): void => {
  const step = Math.max(1, Math.floor(tasks.length / (others.length + 1)));
  others.forEach((task, n) => {
    tasks.splice(n * (step + 1), 0, task);
  });
};

/** What people of a world decide, one after the other; what was taken back meanwhile stays so. */
export const turnsOf = (identity: TestIdentity, { world, posted, turns }: World, again: () => void): Task[] => {
  const made: string[] = [];
  const make = async (n: number, request: DecisionRequest): Promise<void> => {
    const id = interactionKey(`decision of world ${world}`, String(n));
    try {
      await withRetry(
        identity.pool,
        async (tx) => makeDecision(tx, await identity.inForce.within(tx), request, { ...asking, id }),
        again,
      );
      made.push(id);
    } catch (error) {
      // Identifiers on both sides, or a customer who is not known yet.
      if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
    }
  };
  return turns.flatMap((turn, n): Task[] => {
    const one = 'which' in turn && typeof turn.which === 'number' ? posted[turn.which % posted.length] : undefined;
    switch (turn.turn) {
      // Erasures have a test of their own: who is erased depends on how far the others are.
      case 'deliver':
      case 'erase':
        return [];
      case 'withdraw':
        return one ? [() => make(n, { kind: 'withdraw', source: accepted(one).source, interaction: one.id })] : [];
      case 'decide':
        return [() => make(n, requestOf(turn.saying, turn.second, world))];
      case 'split':
        return one ? [() => split(identity, one, turn.take, (request) => make(n, request))] : [];
      default:
        return [
          async () => {
            const id = made[turn.which % made.length];
            if (id)
              await withRetry(
                identity.pool,
                async (tx) => retractDecision(tx, await identity.inForce.within(tx), { ...asking, id }),
                again,
              );
          },
        ];
    }
  });
};

const requestOf = (saying: Saying, second: number, world: number): DecisionRequest => {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const own = (identifier: Posted['identifiers'][number]) => ownIdentifier(identifier, world);
  switch (saying.kind) {
    case 'same':
      return { kind: 'same', at, one: own(saying.one), other: own(saying.other) };
    case 'not_same':
      return { kind: 'not_same', at, one: saying.one.map(own), other: saying.other.map(own) };
    case 'dissociated':
      return { kind: 'dissociate', at, identifier: own(saying.identifier), from: saying.from.map(own) };
  }
};

const split = async (
  identity: TestIdentity,
  one: Posted,
  take: number,
  make: (request: DecisionRequest) => Promise<void>,
): Promise<void> => {
  const customer = one.identifiers.flatMap((identifier) => nodeIn(identity.rules.registry)(identifier) ?? [])[0]?.id;
  if (customer === undefined) return;
  const held = await withRetry(identity.pool, (tx) => findHeld(tx, customer));
  if (held.length < 2) return;
  const identifiers = held.slice(0, 1 + (take % (held.length - 1))).map(({ kind, value }) => ({ kind, value }));
  await make({ kind: 'split', customer, identifiers });
};

/** How much later each interaction of a world is delivered for the second time; half of them are earlier. */
export const secondsLater = (place: number): number => ((place * 37) % 61) - 30;

/** Each delivered twice, and the time of some derived from that. */
export const twice = (posted: readonly Posted[]): Posted[] =>
  posted.flatMap((one, place) => [one, delivered(one, secondsLater(place))]);

/** Each at the earliest time that it was delivered with. */
export const atEarliest = (posted: readonly Posted[]): Posted[] =>
  posted.map((one, place) => delivered(one, Math.min(0, secondsLater(place))));

export const worldOf = (value: string): number => {
  const phone = /^\+34(6\d{5})00\d$/.exec(value);
  return phone ? Number(phone[1]) - 600_000 : Number(/^@?w(\d+)/i.exec(value)?.[1]);
};

/** In batches of up to 20, shuffled, dealt out to the consumers. */
export const deal = (posted: readonly Posted[], consumers: number, seed: number): Posted[][][] => {
  const [shuffled = []] = fc.sample(
    fc.shuffledSubarray([...posted], { minLength: posted.length, maxLength: posted.length }),
    { numRuns: 1, seed },
  );
  const hands: Posted[][][] = Array.from({ length: consumers }, () => []);
  for (let at = 0, turn = 0; at < shuffled.length; at += 20, turn += 1) {
    hands[turn % consumers]?.push(shuffled.slice(at, at + 20));
  }
  return hands;
};
