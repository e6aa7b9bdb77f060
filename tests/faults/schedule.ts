import { createRandom, type Random } from '../../scripts/simulate/random.ts';

export const serviceNames = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'] as const;
export type Service = (typeof serviceNames)[number];

/** What is done to Hilo, as soon as so many interactions were accepted. */
export type Blow = { accepted: number } & (
  | {
      /** The services in an order of chance: the first of them that may be killed is. */
      kill: readonly Service[];
      /** How long it stays away. */
      downMs: number;
    }
  | { moveLeadersOf: number }
);

export type Severity = { events: number; kills: number; moves: number };

const longestDownMs = 5000;
const nodes = 3;

/** When what is done, the same for the same seed: spread over the run by chance, so that some come close together. */
export const scheduleOf = (seed: number, { events, kills, moves }: Severity): Blow[] => {
  const random = createRandom(seed);
  const accepted = (): number => Math.round(events * (0.02 + random.next() * 0.96));
  return [
    ...Array.from({ length: kills }, (): Blow => {
      const downMs = random.chance(0.5) ? 0 : random.below(longestDownMs);
      return { accepted: accepted(), kill: shuffled(random, serviceNames), downMs };
    }),
    ...Array.from({ length: moves }, (_, move): Blow => ({ accepted: accepted(), moveLeadersOf: move % nodes })),
  ].sort((one, other) => one.accepted - other.accepted);
};

const shuffled = <Item>(random: Random, items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, dice: random.next() }))
    .sort((one, other) => one.dice - other.dice)
    .map(({ item }) => item);
