import { valuesAt } from './json-path.ts';

/** Of the traits of a record: each with its value, or several where the registry keeps all that were told. */
export type Traits = Readonly<Record<string, unknown>>;

/** What is found at this place in any of the values of a trait; the path begins with the name of the trait. */
export const traitValues = (traits: Traits, path: string): unknown[] =>
  Object.entries(traits).flatMap(([name, told]) =>
    (Array.isArray(told) ? told : [told])
      .flatMap((one) => valuesAt(one, 'value'))
      .flatMap((value) => valuesAt({ [name]: value }, path)),
  );
