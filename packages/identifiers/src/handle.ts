import { type IdentifierReading, readsNothing } from './reading.ts';
import { lowered, unquoted } from './text.ts';

/** A handle without its @, case and the address of the site, if it is the address of a profile. */
export const readHandle = (text: string): IdentifierReading => {
  const name = profile.exec(unquoted(text))?.[1] ?? unquoted(text);
  const handle = lowered(name.replace(/^[@\s]+/, '').replace(/[\s,;:./]+$/, ''));
  return handle === '' ? readsNothing('placeholder') : { values: [handle] };
};

const sites = 'twitter|x|instagram|facebook|fb|tiktok|linkedin|threads|youtube|t|wa|telegram';

/** Its first group is the name in it. */
const profile = new RegExp(
  `^(?:https?://)?(?:[a-z]{1,6}\\.)?(?:${sites})\\.(?:com|net|me)/` +
    '(?:#!/|in/|company/|profile\\.php\\?id=)?@?([^/?#\\s]+)/?(?:[?#&].*)?$',
  'i',
);
