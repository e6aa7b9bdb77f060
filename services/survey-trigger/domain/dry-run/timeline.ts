import TinyQueue from 'tinyqueue';

/** Something about which it is to be decided, first at a moment in milliseconds since the epoch. */
export type Turn = { id: string; at: number };

const compareTurns = (one: Turn, other: Turn): number => one.at - other.at || (one.id < other.id ? -1 : 1);

/**
 * Takes one after the other in the order of time, whatever their order here was. `decideAt` tells until when one is put off, if it is: then
 * it has another turn, after all that comes first. Pauses after each, so that whoever goes through many can do something else.
 */
export function* inOrderOfTime<Item extends Turn>(
  items: readonly Item[],
  decideAt: (item: Item, now: number) => number | undefined,
): Generator<void> {
  const queue = new TinyQueue(
    items.map((item) => ({ item, id: item.id, at: item.at })),
    compareTurns,
  );
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const until = decideAt(next.item, next.at);
    if (until !== undefined) queue.push({ ...next, at: Math.max(until, next.at + 1) });
    yield;
  }
}
