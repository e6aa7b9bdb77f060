/** Writes the generated contracts; with --check, fails if what is committed differs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApi, jsonSchemas } from '@hilo/contracts/documents';
import { SegmentCondition } from '@hilo/segments';
import { z } from 'zod';

const folder = join(import.meta.dirname, '..', 'contracts', 'generated');
const check = process.argv.includes('--check');

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

mkdirSync(folder, { recursive: true });
const files = {
  ...jsonSchemas(),
  'segment-condition.schema.json': z.toJSONSchema(SegmentCondition, { io: 'input' }),
  'asyncapi.json': asyncApi(),
};
const stale = Object.entries(files).filter(([name, content]) => {
  const path = join(folder, name);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (read(path) === text) return false;
  if (!check) writeFileSync(path, text);
  return true;
});

for (const [name] of stale) console.log(`${check ? 'out of date' : 'written'}: contracts/generated/${name}`);
if (check && stale.length > 0) {
  console.error('Run `pnpm generate` and commit what it writes.');
  process.exitCode = 1;
}
