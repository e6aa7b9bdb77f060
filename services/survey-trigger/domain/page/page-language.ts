type Wanted = {
  /** What she chose on the page. */
  chosen?: string | undefined;
  /** What her record says. */
  known?: string | undefined;
  /** What her browser says: Accept-Language. */
  accepted?: string | undefined;
};

/** In which of these languages she reads: as she chose, as is known of her, as her browser says; else the one for everybody. */
export const pageLanguage = (
  languages: readonly string[],
  { chosen, known, accepted }: Wanted,
  fallback: string,
): string =>
  [chosen, known, ...acceptedLanguages(accepted)].flatMap((one) => nearest(languages, one) ?? [])[0] ?? fallback;

const plain = (language: string): string => language.toLowerCase().replaceAll('_', '-');
const root = (language: string): string => plain(language).split('-')[0] ?? '';

const nearest = (languages: readonly string[], wanted: string | undefined): string | undefined =>
  wanted === undefined
    ? undefined
    : (languages.find((one) => plain(one) === plain(wanted)) ??
      languages.find((one) => plain(one) === root(wanted)) ??
      languages.find((one) => root(one) === root(wanted)));

const mostAccepted = 20;

/** The languages of an Accept-Language header (RFC 9110), the one that is liked best first. */
export const acceptedLanguages = (header = ''): string[] =>
  header
    .split(',')
    .slice(0, mostAccepted)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .map((one) => /^\s*q=(\d(?:\.\d+)?)\s*$/.exec(one)?.[1])
        .find((one) => one !== undefined);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
