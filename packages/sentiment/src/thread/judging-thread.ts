import { readTable } from '../encoder/model-files.ts';

// It takes as long as all the rest, and is opened on another thread: what else is needed is loaded meanwhile.
const opening = readTable();
// Whoever waits for it is told.
opening.catch(() => {});
const { answerByEncoder } = await import('./answer-by-encoder.ts');
await answerByEncoder(opening);
