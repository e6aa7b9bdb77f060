import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@hilo/runtime';
import ipaddr from 'ipaddr.js';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

const shippedFile = join(import.meta.dirname, 'data-centres.txt');

/** In a file it says that its networks are all that there are. */
const inPlaceOfShipped = 'only';

/**
 * Whether an address is of a data centre: of those that are shipped, unless the file has a line `only`, and of those of the file. Throws
 * `ConfigError`, naming what is wrong.
 */
export const loadDataCentres = (file?: string): ((address: string) => boolean) => {
  const own = file === undefined ? [] : linesOf(file);
  const shipped = own.some((line) => wordsIn(line) === inPlaceOfShipped) ? [] : linesOf(shippedFile);
  const networks = [...networksIn(shipped, shippedFile), ...networksIn(own, file ?? '')];
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  };
};

const wordsIn = (line: string): string => line.replace(/#.*/, '').trim();

const networksIn = (lines: readonly string[], file: string): Network[] =>
  lines.flatMap((line, n) => {
    const text = wordsIn(line);
    if (text === '' || text === inPlaceOfShipped) return [];
    if (!ipaddr.isValidCIDR(text))
      throw new ConfigError(`HILO_DATA_CENTRES (${file}): line ${n + 1}: ${text} is no network such as 192.0.2.0/24`);
    return [ipaddr.parseCIDR(text)];
  });

const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new ConfigError(`HILO_DATA_CENTRES: ${file} cannot be read (${code})`);
  }
};
