const braces = /\{(\$[^{}]*)\}/g;

/** The paths in a template. */
export const expressionsIn = (template: string): string[] =>
  [...template.matchAll(braces)].map(([, expression = '']) => expression);

/** The template with what each of its paths finds; undefined if one finds nothing. */
export const fillTemplate = (
  template: string,
  find: (expression: string) => string | undefined,
): string | undefined => {
  const found = new Map(expressionsIn(template).map((expression) => [expression, find(expression)]));
  if ([...found.values()].includes(undefined)) return undefined;
  return template.replace(braces, (_whole, expression: string) => found.get(expression) ?? '');
};
