import { readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { ConfigError, fieldErrors, pathText, readJsonFile } from '@hilo/runtime';
import { getDomain } from 'tldts';
import { z } from 'zod';
import { type Brand, type Logo, WrittenBrand } from '../domain/brand.ts';
import { domainOf } from '../domain/mail/addresses.ts';
import { composeTexts, type TextsByLanguage } from '../domain/texts/texts.ts';

export type BrandSettings = {
  HILO_BRAND?: string | undefined;
  HILO_TEXTS?: string | undefined;
  HILO_PUBLIC_URL: string;
};

/** Who asks, and what he says in which language. Throws `ConfigError`, naming all that is wrong. */
export const loadBrand = ({ HILO_BRAND: file, HILO_TEXTS, HILO_PUBLIC_URL }: BrandSettings): Brand => {
  const read = WrittenBrand.safeParse(file === undefined ? { name: 'Hilo' } : readJsonFile('HILO_BRAND', file));
  if (!read.success) throw new ConfigError(...linesOf(`HILO_BRAND (${file})`, fieldErrors(read.error.issues)));
  const host = new URL(HILO_PUBLIC_URL).hostname;
  const { logo, from = `surveys@${host}`, ...brand } = read.data;
  refuseStrangers(from, host);
  return {
    ...brand,
    from,
    logo: file === undefined || logo === undefined ? undefined : readLogo(resolve(dirname(file), logo)),
    texts: loadTexts(HILO_TEXTS),
  };
};

const linesOf = (name: string, faults: readonly { path: readonly PropertyKey[]; message: string }[]): string[] =>
  faults.map(({ path, message }) => `${name}: ${pathText([...path])}: ${message}`);

/** Whoever gets a mail has to see that its links lead to who has sent it. On a machine of one's own there is no domain to compare. */
const refuseStrangers = (from: string, host: string): void => {
  const [sender, target] = [domainOf(from), host].map((name) => getDomain(name, { allowPrivateDomains: true }) ?? name);
  if (sender === target || getDomain(host) === null) return;
  throw new ConfigError(
    `HILO_BRAND: from: mails of ${sender} would lead to ${target} (HILO_PUBLIC_URL); people, and their filters, take that for a fraud. Let both be of one domain`,
  );
};

const mostLogoBytes = 4096;
const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
};

const readLogo = (file: string): Logo => {
  const type = types[extname(file).toLowerCase()];
  if (type === undefined) throw new ConfigError(`HILO_BRAND: logo: ${file} is no .png, .jpg, .gif or .svg`);
  const bytes = bytesOf(file);
  if (bytes.length > mostLogoBytes)
    throw new ConfigError(
      `HILO_BRAND: logo: ${file} has ${bytes.length} bytes; with more than ${mostLogoBytes}, the first page would be slow`,
    );
  return { type, base64: bytes.toString('base64') };
};

const bytesOf = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`HILO_BRAND: logo: ${file} cannot be read (${codeOf(error)})`);
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

const shippedFolder = join(import.meta.dirname, '..', 'texts');
const shippedLanguages = ['en', 'es', 'ar'];

/** The texts that are shipped, and those of the file. Throws `ConfigError`, naming each that is missing or says too little. */
export const loadTexts = (file?: string): TextsByLanguage => {
  const shipped = Object.fromEntries(
    shippedLanguages.map((language) => [language, readJsonFile('HILO_TEXTS', join(shippedFolder, `${language}.json`))]),
  );
  const own = z.record(z.string(), z.unknown()).safeParse(file === undefined ? {} : readJsonFile('HILO_TEXTS', file));
  if (!own.success) throw new ConfigError(`HILO_TEXTS (${file}): is no object of texts by language`);
  const composed = composeTexts(shipped, own.data);
  if ('texts' in composed) return composed.texts;
  throw new ConfigError(...linesOf(file === undefined ? 'texts' : `HILO_TEXTS (${file})`, composed.faults));
};
