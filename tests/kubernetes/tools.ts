import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '@hilo/runtime/embedded-postgres';
import { it } from 'vitest';

/** Where `.ci/kubernetes-tools` puts what it gets. */
export const toolsFolder = join(cacheFolder(), 'kubernetes-tools-1');

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The program, as it is in the path, in other folders, or among those that were got. */
export const findTool = (name: string, others: readonly string[] = []): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), ...others, join(toolsFolder, 'bin')]
    .map((folder) => join(folder, name))
    .find(isProgram);

/** A file or folder that was got. */
export const findFile = (name: string): string | undefined => {
  const file = join(toolsFolder, name);
  return existsSync(file) ? file : undefined;
};

type Found<Names extends string> = { [Name in Names]: string };

/** A test that needs tools: skipped without them, with the reason; on the build machine it fails then. */
export const itWith = <Names extends string>(
  find: { [Name in Names]: () => string | undefined },
  title: string,
  test: (tools: Found<Names>) => void | Promise<void>,
  timeoutMs = 60_000,
): void => {
  const entries = Object.entries<() => string | undefined>(find).map(([name, look]): [string, string | undefined] => [
    name,
    look(),
  ]);
  const missing = entries.flatMap(([name, found]) => (found === undefined ? [name] : []));
  const isComplete = (found: Record<string, string | undefined>): found is Found<Names> => missing.length === 0;
  const found = Object.fromEntries(entries);
  if (isComplete(found)) return void it(title, () => test(found), timeoutMs);
  const reason = `there is no ${missing.join(', no ')}; .ci/kubernetes-tools gets it`;
  if (process.env.HILO_REQUIRE_KUBERNETES) {
    it(title, () => {
      throw new Error(`HILO_REQUIRE_KUBERNETES is set, and ${reason}`);
    });
  } else it.skip(`${title} (skipped: ${reason})`, () => {});
};
