import type { LinkageRecord } from '../record.ts';
import { editDistance, likeness } from '../similarity.ts';
import { type Comparison, missing, part } from './comparison.ts';

const streetGrades = { same: 0.75, near: 0.12, crossed: 0.03, alike: 0.04, different: 0.06 };
const streetOrder = Object.keys(streetGrades);

/** Where somebody lives, as a whole: who moves changes all of it, and neighbours share most of it. */
export const address: Comparison = {
  name: 'address',
  moves: true,
  related: 0.95,
  parts: [
    part('street', streetGrades),
    part('streetNumber', { same: 0.84, near: 0.08, different: 0.08 }),
    part('addressLine2', { same: 0.7, near: 0.15, different: 0.15 }),
    part('postcode', { same: 0.85, near: 0.08, 'same area': 0.03, different: 0.04 }),
    part('city', { same: 0.83, near: 0.11, different: 0.06 }),
    part('region', { same: 0.93, near: 0.02, different: 0.05 }),
    part('country', { same: 0.98, near: 0.005, different: 0.015 }),
  ],
  grade: (a, b) => {
    const street = gradeStreets(a, b);
    return [
      street,
      gradeNumbers(a.streetNumber, b.streetNumber),
      street === streetOrder.indexOf('crossed') ? missing : gradeTexts(a.addressLine2, b.addressLine2),
      gradePostcodes(a.postcode, b.postcode),
      gradeTexts(a.city, b.city),
      gradeTexts(a.region, b.region),
      gradeTexts(a.country, b.country),
    ];
  },
  agreed: ({ street, postcode, city, region }, _, grades) => {
    if (grades[0] === 0 && street !== undefined) return [{ table: 'street', value: street }];
    if (grades[3] === 0 && postcode !== undefined) return [{ table: 'postcode', value: postcode }];
    if (grades[4] === 0 && city !== undefined) return [{ table: 'city', value: city }];
    return grades[5] === 0 && region !== undefined ? [{ table: 'region', value: region }] : [];
  },
};

const gradeStreets = (a: LinkageRecord, b: LinkageRecord): number => {
  const straight = gradeStreet(a.street, b.street);
  if (straight === 0 || straight === 1) return straight;
  const isCrossed = areClose(a.street, b.addressLine2) || areClose(a.addressLine2, b.street);
  return isCrossed ? streetOrder.indexOf('crossed') : straight;
};

const areClose = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && (a === b || (a.length > 4 && likeness(a, b) === 'near'));

const gradeStreet = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return missing;
  if (a === b) return 0;
  const like = likeness(a, b);
  if (like === 'near' || a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 1;
  if (like === 'alike') return streetOrder.indexOf('alike');
  const words = a.split(' ').filter((word) => word.length > 3);
  const others = b.split(' ');
  return streetOrder.indexOf(words.some((word) => others.includes(word)) ? 'alike' : 'different');
};

const gradeNumbers = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return missing;
  if (a === b) return 0;
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  return longer.startsWith(shorter) || (shorter.length > 1 && editDistance(a, b, 1) <= 1) ? 1 : 2;
};

const gradePostcodes = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return missing;
  if (a === b) return 0;
  if (editDistance(a, b, 1) <= 1) return 1;
  return a.length > 3 && a.slice(0, a.length - 3) === b.slice(0, b.length - 3) ? 2 : 3;
};

const gradeTexts = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return missing;
  if (a === b) return 0;
  return likeness(a, b) === 'different' ? 2 : 1;
};
