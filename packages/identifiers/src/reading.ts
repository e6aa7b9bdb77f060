/** How two spellings of a kind of identifier become one value. */
export type Normaliser = 'exact' | 'lower' | 'email' | 'phone' | 'handle';

/** Why a posted value, or a part of it, is not used. */
export type Unused =
  | 'empty'
  | 'placeholder'
  | 'template'
  | 'rounded-number'
  | 'no-email-address'
  | 'no-phone-number'
  | 'partly-used';

/**
 * What one posted value says: the values as they are compared and stored, several where a cell held several; and why
 * all or a part of it is not used, if so.
 */
export type IdentifierReading = { values: readonly string[]; unused?: Unused };

export const readsNothing = (unused: Unused): IdentifierReading => ({ values: [], unused });

const words: Record<Unused, string> = {
  empty: 'is empty; leave the identifier out',
  placeholder: 'is a placeholder that says nothing of who it is; leave the identifier out where it is not known',
  template: 'is a template that was not filled in; look at what fills it',
  'rounded-number': 'is a number that a spreadsheet has rounded; format the column as text and export it again',
  'no-email-address': 'is no e-mail address that a mail system would take',
  'no-phone-number': 'is no possible phone number; write it with its country code, such as +34600000001',
  'partly-used': 'has a part that says nothing and is not used; send every value as an identifier of its own',
};

/** The same for people, with what to do. */
export const wordsIn = (unused: Unused): string => words[unused];
