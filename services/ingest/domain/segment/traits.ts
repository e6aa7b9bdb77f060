import type { ConsentStatement } from '@hilo/contracts';
import { wordFrom } from '../word.ts';
import type { SegmentMessage, SegmentType } from './message.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Segment's reserved traits that have another name in Hilo. */
const traitNames: Readonly<Record<string, string>> = {
  firstName: 'givenName',
  lastName: 'familyName',
  birthday: 'birthDate',
};

/** What a message says of the person. Of a group call the traits are the group's, and stand under `group`. */
export const traitsOf = (type: SegmentType, { traits, context, groupId }: SegmentMessage): Fields => {
  const own = type === 'group' ? { group: { ...traits, id: groupId } } : traits;
  return renamed({ ...context?.traits, ...own });
};

const renamed = (traits: Fields): Fields =>
  Object.fromEntries(
    Object.entries(traits).map(([name, value]) => {
      const ours = Object.hasOwn(traitNames, name) ? traitNames[name] : undefined;
      return [ours === undefined || Object.hasOwn(traits, ours) ? name : ours, value];
    }),
  );

/** Whether `context.traits` say nothing that the traits of the message do not, so that they need not be kept twice. */
export const repeatsTraits = (type: SegmentType, { traits, context }: SegmentMessage): boolean =>
  Object.entries(context?.traits ?? {}).every(([name, value]) => {
    if (type === 'group') return name !== 'group';
    return !traits || !Object.hasOwn(traits, name) || JSON.stringify(traits[name]) === JSON.stringify(value);
  });

/** Each category of `context.consent.categoryPreferences` is a purpose that was granted or withdrawn. */
export const consentsOf = ({ context }: SegmentMessage): ConsentStatement[] =>
  Object.entries(context?.consent?.categoryPreferences ?? {}).map(([category, granted]) => ({
    purpose: wordFrom(category) ?? category,
    state: granted ? 'granted' : 'withdrawn',
    proof: `context.consent.categoryPreferences: ${JSON.stringify({ [category]: granted }).slice(0, 1000)}`,
  }));
