import { createRandom, type Random } from './random.ts';

/** A customer of the airline, with all by which its channel systems know her. */
export type Persona = {
  customerNumber: string;
  givenName: string;
  familyName: string;
  language: 'es' | 'en';
  home: Home;
  email: string;
  phone: string;
  /** A number that was hers once, and is somebody else's now. */
  formerPhone?: string;
  device: string;
  /** Only some of them tweet. */
  twitter?: string;
  loyaltyId?: string;
  /** How content she tends to be, from 0 to 1. */
  temper: number;
};

/** Where she lives, which decides by whose law and at which hours she may be asked. */
export type Home = { city: string; country: string; timeZone: string };

const personaCount = 500;

const spanish = {
  language: 'es',
  country: '+34',
  given: ['Ana', 'Luis', 'Carmen', 'Javier', 'Lucía', 'Miguel', 'Elena', 'Pablo', 'Marta', 'Diego', 'Inés', 'Álvaro'],
  family: ['García', 'Fernández', 'López', 'Martínez', 'Sánchez', 'Pérez', 'Gómez', 'Ruiz', 'Díaz', 'Moreno'],
  homes: [
    { city: 'Madrid', country: 'ES', timeZone: 'Europe/Madrid' },
    { city: 'Barcelona', country: 'ES', timeZone: 'Europe/Madrid' },
    { city: 'Sevilla', country: 'ES', timeZone: 'Europe/Madrid' },
    { city: 'Las Palmas', country: 'ES', timeZone: 'Atlantic/Canary' },
    { city: 'Ciudad de México', country: 'MX', timeZone: 'America/Mexico_City' },
    { city: 'Bogotá', country: 'CO', timeZone: 'America/Bogota' },
    { city: 'Buenos Aires', country: 'AR', timeZone: 'America/Argentina/Buenos_Aires' },
  ],
} as const;

const english = {
  language: 'en',
  country: '+44',
  given: ['Alice', 'James', 'Olivia', 'Harry', 'Emily', 'George', 'Grace', 'Oliver', 'Ruth', 'Daniel', 'Nora', 'Ian'],
  family: ['Smith', 'Jones', 'Taylor', 'Brown', 'Wilson', 'Evans', 'Walker', 'Wright', 'Hughes', 'Green'],
  homes: [
    { city: 'London', country: 'GB', timeZone: 'Europe/London' },
    { city: 'Manchester', country: 'GB', timeZone: 'Europe/London' },
    { city: 'Edinburgh', country: 'GB', timeZone: 'Europe/London' },
    { city: 'New York', country: 'US', timeZone: 'America/New_York' },
    { city: 'Honolulu', country: 'US', timeZone: 'Pacific/Honolulu' },
    { city: 'Singapore', country: 'SG', timeZone: 'Asia/Singapore' },
    { city: 'Auckland', country: 'NZ', timeZone: 'Pacific/Auckland' },
  ],
} as const;

/** The customers of the airline with this seed, the same at every start. */
export const createPersonas = (seed: number): [Persona, ...Persona[]] => {
  const random = createRandom(seed);
  const create = (_: unknown, index: number): Persona => createPersona(random, seed, index + 1);
  return [create(undefined, 0), ...Array.from({ length: personaCount - 1 }, (_, index) => create(_, index + 1))];
};

/** The one whom a person who starts Hilo is told to look up; the simulation begins with her. */
export const firstPersona = (seed = 1): Persona => createPersonas(seed)[0];

const createPersona = (random: Random, seed: number, number: number): Persona => {
  const people = random.chance(0.6) ? spanish : english;
  const givenName = random.pick(people.given);
  const familyName = random.pick(people.family);
  const id = `${seed}-${String(number).padStart(4, '0')}`;
  const handle = plain(`${givenName}.${familyName}`);
  return {
    customerNumber: `AIR-${id}`,
    givenName,
    familyName,
    language: people.language,
    home: random.pick<Home>(people.homes),
    email: `${handle}.${id}@example.org`,
    phone: phoneNumber(people.country, seed, number),
    ...(random.chance(0.05) && { formerPhone: phoneNumber(people.country, seed, number + personaCount) }),
    device: `device-${id}-${random.below(1e9).toString(36)}`,
    ...(random.chance(0.4) && { twitter: `${handle.replaceAll('.', '_')}_${id.replace('-', '_')}` }),
    ...(random.chance(0.5) && { loyaltyId: `LOY-${id}` }),
    temper: random.next(),
  };
};

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** A mobile number that is well formed in its country, and that no other persona of any seed below 1000 has. */
const phoneNumber = (country: '+34' | '+44', seed: number, number: number): string => {
  const rest = `${String(seed % 1000).padStart(3, '0')}${String(number).padStart(5, '0')}`;
  return country === '+34' ? `+346${rest}` : `+4477${rest}`;
};
