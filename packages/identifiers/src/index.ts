export { type DeriveId, derivedIds, uuidOf } from './derived-id.ts';
export * from './read.ts';
export { type IdentifierReading, type Normaliser, type Unused, wordsIn } from './reading.ts';
export * from './surely-used.ts';
