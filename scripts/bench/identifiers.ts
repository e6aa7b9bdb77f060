import { type Normaliser, readIdentifier } from '../../packages/identifiers/src/index.ts';
import { readThoroughly } from '../../packages/identifiers/src/read.ts';
import { median } from './figures.ts';

export type IdentifiersBenchOptions = { slices: number; values: number };

type Mix = { name: string; normaliser: Normaliser; nth(n: number): string };
type Measured = { reading: number; thorough: number; parsing: number };

const names = 'ana,luis,eva,marta,jorge,john,sarah,hans,ulrike,chloe,marc,giulia,paolo,ines,tiago,karin'.split(',');
const hosts = 'gmail.com,hotmail.com,outlook.es,yahoo.co.uk,web.de,orange.fr,empresa.example'.split(',');
const nameOf = (n: number): string => names[n % names.length] ?? '';
const addressOf = (n: number): string => `${nameOf(n)}.${nameOf(n >> 4)}${n % 97}@${hosts[n % hosts.length]}`;

/** As they are posted, each another than all before, so that nothing is remembered of it. */
const mixes: readonly Mix[] = [
  { name: 'address', normaliser: 'email', nth: addressOf },
  { name: 'address with a space', normaliser: 'email', nth: (n) => `${addressOf(n)} ` },
  { name: 'code', normaliser: 'exact', nth: (n) => `C-${n}` },
  { name: 'number', normaliser: 'exact', nth: (n) => `${100_000 + n}` },
  { name: 'name', normaliser: 'exact', nth: (n) => `${nameOf(n)}${nameOf(n >> 4)}${n % 2 === 0 ? 'x' : ''}` },
  { name: 'handle', normaliser: 'handle', nth: (n) => `@${nameOf(n)}_${n}` },
  { name: 'phone', normaliser: 'phone', nth: (n) => `+346${String(n).padStart(8, '0')}` },
  { name: 'phone of the country', normaliser: 'phone', nth: (n) => `6${String(n).padStart(8, '0')}` },
];

/** Prints the CPU that it takes to read an identifier which was not seen lately, as ratios to taking it out of its JSON. */
export const benchIdentifiers = ({ slices, values }: IdentifiersBenchOptions): void => {
  console.log('                        µs   thoroughly   of its JSON   ratio to that');
  const measured = mixes.map((mix) => {
    const { reading, thorough, parsing } = measure(mix, { slices, values });
    const columns = [reading.toFixed(2).padStart(8), thorough.toFixed(2).padStart(13), parsing.toFixed(2).padStart(14)];
    console.log(`${mix.name.padEnd(22)}${columns.join('')}${(reading / parsing).toFixed(2).padStart(16)}`);
    return [mix.name, { reading, thorough, parsing, ratio: reading / parsing }] as const;
  });
  console.log(JSON.stringify({ name: 'identifiers', figures: Object.fromEntries(measured) }));
};

/** The medians of as many rounds, in each of which all three are measured one after the other. */
const measure = ({ normaliser, nth }: Mix, { slices, values }: IdentifiersBenchOptions): Measured => {
  const by = { normaliser, defaultCountry: 'ES' };
  const rounds = Array.from({ length: slices }, (_, slice): Measured => {
    // From bytes, as they come: a text that was put together costs more when it is read first.
    const fresh = (): string[] =>
      Array.from({ length: values }, (_, n) => Buffer.from(nth(slice * values + n)).toString());
    const texts = fresh().map((value) => JSON.stringify({ kind: normaliser, value }));
    return {
      reading: cpuMicros(fresh(), (value) => readIdentifier(value, by)),
      thorough: cpuMicros(fresh(), (value) => readThoroughly(value, by)),
      parsing: cpuMicros(texts, (text) => JSON.parse(text)),
    };
  });
  const of = (figure: keyof Measured): number => median(rounds.map((round) => round[figure]));
  return { reading: of('reading'), thorough: of('thorough'), parsing: of('parsing') };
};

/** Of this process, for each of the texts. */
const cpuMicros = (texts: readonly string[], doWith: (text: string) => unknown): number => {
  const before = process.cpuUsage();
  for (const text of texts) doWith(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / texts.length;
};
