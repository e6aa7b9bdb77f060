export * from './read.ts';
export { type Normaliser, type Reading, type Unused, wordsOf } from './reading.ts';
export * from './surely-used.ts';
