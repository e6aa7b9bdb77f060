/**
 * Publishes the contracts as they are: from then on `contracts/published/N` binds. Once for every release that others build on, and
 * never again for the same one.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '@hilo/contracts/documents';
import { messagesOf } from '@hilo/contracts/message-generator';
import fc from 'fast-check';

const published = join(import.meta.dirname, '..', 'contracts', 'published');
const samplesOfEach = 12;

mkdirSync(published, { recursive: true });
const number = 1 + Math.max(0, ...readdirSync(published).map(Number).filter(Number.isInteger));
const folder = join(published, String(number));
const schemas = jsonSchemas();
const messages = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [
    name,
    fc.sample(messagesOf(JSON.parse(JSON.stringify(schema))), { numRuns: samplesOfEach, seed: number }),
  ]),
);
mkdirSync(folder);
for (const [name, content] of Object.entries({ ...schemas, 'messages.json': messages })) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
console.log(`published: contracts/published/${number}`);
