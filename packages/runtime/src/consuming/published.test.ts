import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Topic, topics } from '@hilo/contracts';
import { jsonSchemas } from '@hilo/contracts/documents';
import { messagesOf } from '@hilo/contracts/message-generator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkOf } from './contract.ts';

const published = join(import.meta.dirname, '../../../../contracts/published');
const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(published, ...path), 'utf8'));

/** A reader of the time at which these were published. */
const readerOf = (schema: unknown): ((value: unknown) => boolean) => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(z.record(z.string(), z.unknown()).parse(schema));
};

const written = JSON.parse(JSON.stringify(jsonSchemas()));
const Messages = z.record(z.string(), z.array(z.unknown()));

for (const number of readdirSync(published)) {
  const messages = Messages.parse(readJson(number, 'messages.json'));
  const files = Object.values<Topic>(topics)
    .map((topic): [string, Topic] => [`${topic.name}.schema.json`, topic])
    .filter(([file]) => readdirSync(join(published, number)).includes(file));

  describe.each(files)(`publication ${number} of %s`, (file, topic) => {
    it('reads whatever is written today', () => {
      const reads = readerOf(readJson(number, file));
      fc.assert(
        fc.property(messagesOf(written[file]), (message) => {
          expect(reads(message)).toBe(true);
        }),
        { numRuns: 100 },
      );
    });

    it('is read today, whatever was written by it', () => {
      const reads = checkOf(topic.schema);
      fc.assert(
        fc.property(messagesOf(readJson(number, file)), (message) => {
          expect(reads(message)).toBe(true);
        }),
        { numRuns: 100 },
      );
    });

    it('is read today with the messages of that time, by zod too', () => {
      const samples = messages[file] ?? [];
      expect(samples.length).toBeGreaterThan(0);
      for (const message of samples) {
        expect(checkOf(topic.schema)(message)).toBe(true);
        expect(topic.schema.safeParse(message).error?.issues ?? []).toEqual([]);
      }
    });
  });
}
