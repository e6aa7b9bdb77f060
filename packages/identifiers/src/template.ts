import { saysNothing } from './placeholder.ts';
import { asShown, folded, withSpaces } from './text.ts';

/** Whether it is a template that nobody filled in, or has the place of one in it: `{{user.id}}`, `%USER_ID%`, `user-${id}`. */
export const isTemplate = (text: string): boolean =>
  // Every one of them has a sign that hardly any identifier has.
  (/[%$<>{}[\]_|&#]|@@|~~|::|!!|\\\(/.test(text) && (isPlace(text) || (/[%&]/.test(text) && isPlace(decoded(text))))) ||
  isExpression(text);

const isPlace = (text: string): boolean => places.some((place) => place.test(text)) || isNamed(text);

/** As it was before a page or an address wrote its signs in another way: `%7Bid%7D`, `&#123;id&#125;`. */
const decoded = (text: string): string =>
  asShown(text).replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The place of a value, wherever it is: nobody's identifier has one in it. */
const places = [
  /\{\{[^{}]*\}\}/,
  /[$#@!%~]\{[^{}]*\}/,
  /[#$]\[[A-Za-z_][\w.]*\]/,
  /\\\([A-Za-z_][\w.]*\)/,
  /<<[A-Za-z_][\w. ]*>>/,
  /\[%.*%\]|<@.*@>/,
  /\$\([\w. ]+\)/,
  /<%.*%>/,
  /<\?.*\?>/,
  /\{%.*%\}/,
  /\{!\$?[\w.]+\}/,
  /\*\|[\w:]+\|\*/,
  /%%[a-z_][\w.]*%%/i,
  /%%=.*=%%/,
  /%%\[.*\]%%/,
  /%env\(.*\)%/i,
  /<\/?[a-z]+:[a-z]+ [^>]*>/i,
  /\[\[[a-z_][\w. ]*\]\]/i,
  /%\(\w+\)[a-z]/i,
  /%7B%7B|%24%7B/i,
];

/** What a program reads a field by, as text: `process.env.USER_ID`, `req.user.id`, `@Model.UserId`. */
const isExpression = (text: string): boolean => {
  const [, path = ''] = expression.exec(text) ?? [];
  return path !== '' && (saysNothing(folded(path)) || saysNothing(folded(withSpaces(path))));
};

/** In what programs look for a field. */
export const objects =
  'window|globalThis|self|document|event|evt|req|request|res|ctx|context|props|state|params|args|data|dataLayer|payload|body|session|Model|ViewBag|ViewData'.split(
    '|',
  );
const expression = new RegExp(
  `^@?\\(?(?:process\\.env|\\$env|${objects.join('|')})` +
    '(?:\\??\\.(?:target|detail|currentTarget|body|query|params|session|user|customer|profile|traits))*' +
    '(?:\\??[.:])([A-Za-z_$][\\w$]*)\\)?$',
);

/** A whole value that is the name of a place. */
const isNamed = (text: string): boolean =>
  /^%[a-z_][\w. -]*%$/i.test(text) ||
  /^(?:<|&lt;)[a-z_][a-z_ .:-]*(?:>|&gt;)$/i.test(text) ||
  /^\{(?:\d|[a-z_][a-z_ .:|-]*)\}$/i.test(text) ||
  /^\{[$#@/^&~!?*+-]\s?[a-z_][\w.>:|-]*\s?[#@]?\}$/i.test(text) ||
  /^(@{2,}|#{2,}|~{2,}|\${2,}|:{2,}|!{2,}|\|{2,})[a-z_][\w.]*\1$/i.test(text) ||
  /^\[([*+])[a-z_][\w.]*\1\]$/i.test(text) ||
  /^\[(?!object )[a-z_][a-z_ .:|-]*\]$/i.test(text) ||
  /^%(?:\d+\$)?[-+0 #]*\d*(?:\.\d+)?l*[sdiufxv@]$/.test(text) ||
  /^_{1,2}[A-Z]+(?:_[A-Z]+)+_{1,2}$/.test(text) ||
  (/^[$_]/.test(text) && saysNothing(folded(text)));
