import type { Email, LinkageRecord } from '../record.ts';
import { editDistance, likeness } from '../similarity.ts';
import { type Comparison, missing, part } from './comparison.ts';

const slips = { same: 0.85, 'one digit': 0.07, 'two digits': 0.03, different: 0.05 };
const slipsAndChanges = { same: 0.75, 'one digit': 0.07, 'two digits': 0.03, different: 0.15 };

/** Numbers that are made for one person, with the slips that people make when they type them. */
const number = (field: 'phone' | 'nationalId', grades: typeof slips, related: number): Comparison => ({
  name: field,
  moves: false,
  related,
  parts: [part(field, grades)],
  grade: ({ [field]: a }, { [field]: b }) => {
    if (a === undefined || b === undefined) return [missing];
    const edits = editDistance(a, b, 2);
    return [edits === 0 ? 0 : Math.min(a.length, b.length) < 5 ? 3 : edits];
  },
  agreed: ({ [field]: value }, _, [grade]) => (grade === 0 && value !== undefined ? [{ table: field, value }] : []),
});

export const phone = number('phone', slipsAndChanges, 0.5);
export const nationalId = number('nationalId', slips, 0);

export const email: Comparison = {
  name: 'email',
  moves: false,
  related: 0.1,
  parts: [part('email', { same: 0.65, near: 0.12, 'same before the @': 0.05, alike: 0.03, different: 0.15 })],
  grade: (a, b) => {
    if (a.email === undefined || b.email === undefined) return [missing];
    const grade = gradeEmails(a.email, b.email);
    return [(grade === 2 || grade === 3) && repeatsName(a, a.email, b) && repeatsName(b, b.email, a) ? missing : grade];
  },
  agreed: ({ email: value }, { email: other }, [grade]) => {
    if (value === undefined || other === undefined) return [];
    if (grade === 0) return [{ table: 'email', value: value.whole }];
    return grade === 2 ? [{ table: 'emailLocal', value: value.local }] : [];
  },
};

const domainOf = ({ whole, local }: Email): string => whole.slice(local.length + 1);

/** Two who are called the same differ by the digits alone: they are no slip of the fingers if two are others. */
const digitsOf = ({ local }: Email): string => local.replace(/\D/g, '');

/** Whether what is before the @ only says again the name that both have: maria.garcia of two María Garcías. */
const repeatsName = ({ given, family, full }: LinkageRecord, { local }: Email, other: LinkageRecord): boolean =>
  [...given, ...family, ...full].some(
    (word) =>
      word.length > 2 &&
      local.includes(word) &&
      [...other.given, ...other.family, ...other.full].some((name) => name === word || likeness(name, word) === 'near'),
  );

const gradeEmails = (a: Email, b: Email): number => {
  if (a.whole === b.whole) return 0;
  if (a.local === b.local && a.local.length > 3) return likeness(domainOf(a), domainOf(b)) === 'near' ? 1 : 2;
  if (editDistance(a.whole, b.whole, 2) <= 2 && editDistance(digitsOf(a), digitsOf(b), 1) <= 1) return 1;
  return a.local.length > 3 && b.local.length > 3 && likeness(a.local, b.local) === 'near' ? 3 : 4;
};
