import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Interaction } from '@hilo/contracts';
import { parse } from 'csv-parse';
import { loungeReview, seatReview } from './reviews.ts';
import { Row } from './row.ts';
import { englishTweet, spanishTweet } from './tweets.ts';

type ReplayFile = { name: string; toInteraction(row: Row): Interaction };

const files: readonly ReplayFile[] = [
  { name: 'airline-tweets.csv', toInteraction: englishTweet },
  { name: 'airline-tweets-es.csv', toInteraction: spanishTweet },
  { name: 'skytrax-lounge-reviews.csv', toInteraction: loungeReview },
  { name: 'skytrax-seat-reviews.csv', toInteraction: seatReview },
];

/** Which of the files that can be replayed are in the folder, and which are not. */
export const findFiles = (folder: string): { found: ReplayFile[]; missing: string[] } => ({
  found: files.filter(({ name }) => existsSync(join(folder, name))),
  missing: files.map(({ name }) => name).filter((name) => !existsSync(join(folder, name))),
});

/** The rows of a file as interactions, one after the other: a file need not fit into memory. */
async function* readInteractions(folder: string, { name, toInteraction }: ReplayFile): AsyncGenerator<Interaction> {
  const rows = createReadStream(join(folder, name)).pipe(parse({ columns: true, bom: true }));
  for await (const row of rows) yield toInteraction(Row.parse(row));
}

/** How many interactions the files hold. */
export const countInteractions = async (folder: string, found: readonly ReplayFile[]): Promise<number> => {
  let count = 0;
  for (const file of found) for await (const _ of readInteractions(folder, file)) count += 1;
  return count;
};

/** The interactions of all files in the folder, in the order of the list. */
export async function* readFolder(folder: string): AsyncGenerator<Interaction> {
  for (const file of findFiles(folder).found) yield* readInteractions(folder, file);
}
