import type { RawRecord } from '../index.ts';
import { areNicknames } from '../nicknames.ts';
import { randomBelow } from '../random.ts';
import { cities, domains, endings, jobs, list, men, short, surnames, syllables, women } from './words.ts';

/** What happens to the records of made-up people. All are chances, but for the counts. */
export type Scenario = {
  seed: number;
  entities: number;
  spanish: boolean;
  /** The fields that the records have. */
  fields: readonly string[];
  /** How many further records a person has: the chance of having any, and the most. */
  duplicated: number;
  mostDuplicates: number;
  /** Per field of a further record: a slip of the fingers, nothing written. */
  typo: number;
  missing: number;
  swappedNames: number;
  nickname: number;
  /** One of two family names left out, or a second given name. */
  shortened: number;
  moved: number;
  /** Another e-mail address or telephone number than before. */
  newContact: number;
  /** 1 January in place of the day, and other placeholders. */
  placeholder: number;
  /** The chance of living with somebody else who was made up before: same family name, address and telephone. */
  household: number;
  /** Of those: being a twin. */
  twin: number;
  /** Two files: the first record of a person in one, the next in the other. */
  twoFiles: boolean;
};

export const calm: Scenario = {
  seed: 7,
  entities: 500,
  spanish: true,
  fields: ['givenName', 'familyName', 'birthDate', 'email', 'phone', 'street', 'streetNumber', 'city', 'postcode'],
  duplicated: 0.6,
  mostDuplicates: 3,
  typo: 0.08,
  missing: 0.12,
  swappedNames: 0.02,
  nickname: 0.06,
  shortened: 0.1,
  moved: 0.1,
  newContact: 0.1,
  placeholder: 0.02,
  household: 0.1,
  twin: 0.02,
  twoFiles: false,
};

type Person = {
  given: string[];
  family: string[];
  gender: string;
  birth: [year: number, month: number, day: number];
  email: string;
  phone: string;
  nationalId: string;
  home: Home;
  birthPlace: string;
  occupation: string;
};

type Home = { street: string; number: string; city: string; postcode: string; names: string[] };

/** Records of made-up people, and who each is of. The same for the same scenario. */
export const madeUpPeople = (scenario: Scenario): { records: RawRecord[]; entityOf: Map<string, string> } => {
  const dice = diceOf(scenario.seed);
  const people: Person[] = [];
  const records: RawRecord[] = [];
  const entityOf = new Map<string, string>();
  for (let entity = 0; entity < scenario.entities; entity += 1) {
    const person = newPerson(dice, scenario, people);
    people.push(person);
    const copies = dice.chance(scenario.duplicated) ? 1 + dice.below(scenario.mostDuplicates) : 0;
    const living = { ...person };
    for (let copy = 0; copy <= copies; copy += 1) {
      const id = `${entity}-${copy}`;
      entityOf.set(id, String(entity));
      const source = scenario.twoFiles && copy > 0 ? '2' : '1';
      records.push({ id, source, fields: written(dice, scenario, live(dice, scenario, living, copy), copy) });
    }
  }
  return { records: shuffled(dice, records), entityOf };
};

const diceOf = (seed: number) => {
  const below = randomBelow(seed);
  return {
    below,
    chance: (share: number): boolean => below(1_000_000) < share * 1_000_000,
    pick: (items: readonly string[]): string => items[below(items.length)] ?? '',
    /** The first ones far more often than the last ones, as names are. */
    favour: (items: readonly string[]): string => items[Math.floor(items.length * (below(1e6) / 1e6) ** 2.5)] ?? '',
  };
};
type Dice = ReturnType<typeof diceOf>;

const newPerson = (dice: Dice, { spanish, household, twin }: Scenario, people: readonly Person[]): Person => {
  const relative = dice.chance(household) ? withRoomAtHome(people[dice.below(Math.max(1, people.length))]) : undefined;
  const isTwin = relative !== undefined && dice.chance(twin / Math.max(household, 1e-9));
  const gender = dice.chance(0.5) ? 'f' : 'm';
  const language = spanish ? 'es' : 'en';
  const first = dice.favour(
    (gender === 'f' ? women : men)[language].filter((name) => !relative?.home.names.includes(name)),
  );
  relative?.home.names.push(first);
  const second = dice.chance(spanish ? 0.2 : 0.05) ? [dice.favour((gender === 'f' ? women : men)[language])] : [];
  const given = [first, ...second.filter((name) => name !== first)];
  const family = relative?.family ?? (spanish ? [surname(dice, 'es'), surname(dice, 'es')] : [surname(dice, 'en')]);
  const birth: Person['birth'] = isTwin
    ? relative.birth
    : [1930 + dice.below(76), 1 + dice.below(12), 1 + dice.below(28)];
  return {
    given,
    family,
    gender,
    birth,
    email: emailOf(dice, given, family, birth[0]),
    phone: relative !== undefined && dice.chance(0.5) ? relative.phone : `6${digits(dice, 8)}`,
    nationalId: digits(dice, 8),
    home: relative?.home ?? { ...newHome(dice, language), names: [first] },
    birthPlace: dice.favour(cities[language]),
    occupation: dice.favour(jobs),
  };
};

/** Five at most live together, and no two of them have the same name. */
const withRoomAtHome = (person: Person | undefined): Person | undefined =>
  person !== undefined && person.home.names.length < 5 ? person : undefined;

const surname = (dice: Dice, language: 'es' | 'en'): string =>
  dice.chance(0.55) ? dice.favour(surnames[language]) : rareWord(dice);

const rareWord = (dice: Dice): string => {
  const word = dice.pick(syllables) + dice.pick(syllables) + dice.pick(endings);
  return word.charAt(0).toUpperCase() + word.slice(1);
};

const digits = (dice: Dice, count: number): string => Array.from({ length: count }, () => dice.below(10)).join('');

const newHome = (dice: Dice, language: 'es' | 'en'): Home => {
  const city = dice.favour(cities[language]);
  const zone = `${10 + cities[language].indexOf(city)}0${digits(dice, 2)}`;
  const street = language === 'es' ? `Calle ${rareWord(dice)}` : `${rareWord(dice)} Street`;
  return { street, number: String(1 + dice.below(150)), city, postcode: zone, names: [] };
};

const emailOf = (dice: Dice, given: readonly string[], family: readonly string[], year: number): string => {
  const [name, last] = [plain(given[0] ?? ''), plain(family[0] ?? '')];
  const local = [`${name}.${last}`, `${name[0]}${last}${year % 100}`, `${name}${year}`, `${last}${dice.below(1000)}`];
  return `${dice.pick(local)}${dice.chance(0.5) ? '' : digits(dice, 2)}@${dice.pick(domains)}`;
};

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Time goes by: somebody moves, or has another address to write to. Changes the person for the records that follow. */
const live = (dice: Dice, { spanish, moved, newContact }: Scenario, person: Person, copy: number): Person => {
  if (copy === 0) return person;
  if (dice.chance(moved)) person.home = newHome(dice, spanish ? 'es' : 'en');
  if (dice.chance(newContact)) person.email = emailOf(dice, person.given, person.family, person.birth[0]);
  if (dice.chance(newContact)) person.phone = `6${digits(dice, 8)}`;
  return person;
};

/** A person as a clerk, or she herself, writes her down. */
const written = (dice: Dice, scenario: Scenario, person: Person, copy: number): Record<string, string> => {
  const { home, birth, gender, birthPlace, occupation } = person;
  let [given, family] = namesOf(dice, scenario, person);
  if (dice.chance(scenario.swappedNames)) [given, family] = [family, given];
  const [year, month, day] = dice.chance(scenario.placeholder) ? [birth[0], 1, 1] : birth;
  const two = (number: number): string => String(number).padStart(2, '0');
  const unknown = (value: string, placeholder: string): string =>
    dice.chance(scenario.placeholder) ? placeholder : value;
  const values: Record<string, string> = {
    givenName: unknown(given, 'Desconocido'),
    familyName: family,
    fullName: `${given} ${family}`,
    birthDate: `${two(day)}/${two(month)}/${year}`,
    birthYear: String(year),
    email: unknown(person.email, 'noemail@noemail.com'),
    phone: unknown(dice.chance(0.3) ? `+34 ${person.phone}` : person.phone, '600000000'),
    nationalId: person.nationalId,
    street: home.street,
    streetNumber: home.number,
    city: home.city,
    postcode: home.postcode,
    gender,
    birthPlace,
    occupation,
  };
  const share = copy === 0 ? 0.25 : 1;
  return Object.fromEntries(
    scenario.fields.flatMap((field) => {
      const value = values[field] ?? '';
      if (dice.chance(scenario.missing * share)) return [];
      const slips = dice.chance(scenario.typo * share) ? (dice.chance(0.25) ? 2 : 1) : 0;
      return [[field, Array.from({ length: slips }).reduce<string>((text) => slip(dice, text), value)]];
    }),
  );
};

const namesOf = (
  dice: Dice,
  { nickname, shortened, spanish }: Scenario,
  { given, family }: Person,
): [string, string] => {
  const called = given.length > 1 && dice.chance(shortened) ? given.slice(0, 1) : [...given];
  if (dice.chance(nickname)) called[0] = nicknameOf(dice, called[0] ?? '');
  if (dice.chance(shortened / 3)) called[0] = (called[0] ?? '').slice(0, 1);
  const surnames = family.length > 1 && dice.chance(shortened) ? family.slice(0, 1) : family;
  const names: [string, string] = [called.join(' '), surnames.join(' ')];
  if (spanish && dice.chance(0.3)) return [plain(names[0]), plain(names[1])];
  return dice.chance(0.1) ? [names[0].toUpperCase(), names[1].toUpperCase()] : names;
};

const nicknameOf = (dice: Dice, name: string): string => {
  const known = short.filter((nickname) => areNicknames(plain(name), nickname));
  return known.length > 0 ? dice.pick(known) : name;
};

/** A letter replaced, left out, doubled or swapped with the next. */
const slip = (dice: Dice, text: string): string => {
  if (text.length < 2) return text;
  const at = dice.below(text.length - 1);
  const [before, here, next, after] = [text.slice(0, at), text.charAt(at), text.charAt(at + 1), text.slice(at + 2)];
  const other = /\d/.test(here) ? String(dice.below(10)) : dice.pick(list('a e i o n s r t l m'));
  return before + dice.pick([`${other}${next}`, next, `${here}${here}${next}`, `${next}${here}`]) + after;
};

const shuffled = (dice: Dice, records: RawRecord[]): RawRecord[] => {
  for (let at = records.length - 1; at > 0; at -= 1) {
    const other = dice.below(at + 1);
    const [x, y] = [records[at], records[other]];
    if (x && y) [records[at], records[other]] = [y, x];
  }
  return records;
};
