export * from './read.ts';
export { type Normaliser, type Reading, type Unused, wordsOf } from './reading.ts';
