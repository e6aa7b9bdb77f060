import { limits } from '@hilo/contracts';
import type { Path } from '../segment/path.ts';
import { wordFrom } from '../word.ts';
import type { Adapter, Ignored, Mapped } from './adapter.ts';
import { gathered } from './changes.ts';
import { composeEvent, type NamedIdentifier } from './compose.ts';
import { type PathMatch, type Query, queryOf } from './json-path.ts';
import { verifyMapped } from './mapped-signature.ts';
import type { MappedValue, Mapping } from './mapping.ts';
import { as, cut, type Sourced, said, textOf } from './reader.ts';
import { fillTemplate } from './template.ts';
import { received, timeAs } from './time.ts';

/** The adapter that a mapping describes. One that signs nothing takes whatever comes to its address. */
export const adapterOf = (mapping: Mapping): Adapter => {
  const { signature, each, when } = mapping;
  const query = remembered(queryOf);
  return {
    verify: (delivery, secrets, now) =>
      signature === undefined ? 'genuine' : verifyMapped(signature, delivery, secrets, now),
    map: (body, receivedAt) => {
      const inBody = remembered((path) => query(path).find(body, mostValues));
      const elements = each === undefined ? [{ value: body, path: [] }] : query(each).find(body, mostElements);
      const parts = gathered(
        elements.map((element): Mapped | Ignored => {
          const scene: Scene = { query, inBody, element };
          const isMeant = when.every(({ path, of, is }) => is.includes(textIn(at(scene, path, of)) ?? ''));
          return isMeant
            ? interactionIn(scene, mapping, receivedAt)
            : { what: 'another event', path: element.path, reason: 'not-of-interest' };
        }),
      );
      return { ...parts, tooMany: elements.length >= mostElements };
    },
  };
};

/** Those that are ignored are among them. */
const mostElements = 10 * limits.batch;

/** The same function, which works for each text once. */
const remembered = <Result>(work: (text: string) => Result): ((text: string) => Result) => {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? work(text);
    known.set(text, result);
    return result;
  };
};

/** Where a mapping looks: the body, which is the same for all, and the element that one interaction is made of. */
type Scene = { query(path: string): Query; inBody(path: string): PathMatch[]; element: PathMatch };

const interactionIn = (scene: Scene, mapping: Mapping, receivedAt: number): Mapped => {
  const text = (value: MappedValue | undefined): Sourced | undefined =>
    value === undefined ? undefined : textAt(scene, value);
  const word = (value: MappedValue): Sourced => as(text(value), (name) => wordFrom(name) ?? name) ?? missing(value);
  const { occurredAt } = mapping;
  return composeEvent({
    id: text(mapping.id) ?? missing(mapping.id),
    occurredAt:
      occurredAt === undefined
        ? received(receivedAt)
        : (timeAs(occurredAt.as, first(at(scene, occurredAt.path, occurredAt.of))) ?? missing(occurredAt)),
    channel: text(mapping.channel) ?? missing(mapping.channel),
    touchpoint: word(mapping.touchpoint),
    kind: word(mapping.kind),
    direction: text(mapping.direction),
    actor: text(mapping.actor),
    outcome: text(mapping.outcome),
    text: cut(text(mapping.text)),
    locale: text(mapping.locale),
    identifiers: identifiersIn(scene, mapping),
    traits: named(scene, mapping.traits),
    properties: named(scene, mapping.properties),
    context: named(scene, mapping.context),
    answers: listed(answersIn(scene, mapping)),
    consents: listed(consentsIn(scene, mapping)),
  });
};

const mostValues = 100;

const at = ({ query, inBody, element }: Scene, path: string, of: 'element' | 'body'): PathMatch[] =>
  of === 'body'
    ? inBody(path)
    : query(path)
        .find(element.value, mostValues)
        .map((found) => ({ ...found, path: [...element.path, ...found.path] }));

/** Everything that a value of the mapping stands for in the body. */
const allAt = (scene: Scene, value: MappedValue): Sourced[] => {
  if (typeof value === 'string') return at(scene, value, 'element').map(sourcedOf);
  if ('value' in value) return [said(value.value)];
  if ('template' in value) return templateAt(scene, value);
  const { table, otherwise } = value;
  const found = at(scene, value.path, value.of).map(sourcedOf);
  return table === undefined ? found : found.map((one) => translated(one, table, otherwise));
};

const templateAt = (scene: Scene, { template, of }: { template: string; of: 'element' | 'body' }): Sourced[] => {
  const paths: Path[] = [];
  const value = fillTemplate(template, (expression) => {
    const [found] = at(scene, expression, of);
    if (found) paths.push(found.path);
    return textOf(found?.value);
  });
  return value === undefined ? [] : [{ value, from: paths[0] }];
};

const translated = (sourced: Sourced, table: Readonly<Record<string, string>>, otherwise?: string): Sourced => {
  const theirs = written(sourced.value) ?? '';
  const ours = Object.hasOwn(table, theirs) ? table[theirs] : undefined;
  return { ...sourced, value: ours ?? otherwise ?? sourced.value };
};

/** The first that is a text, a number or a truth value, as text. */
const textAt = (scene: Scene, value: MappedValue): Sourced | undefined =>
  allAt(scene, value)
    .map((one) => ({ ...one, value: written(one.value) }))
    .find((one) => one.value !== undefined);

const written = (value: unknown): string | undefined => (typeof value === 'boolean' ? String(value) : textOf(value));

/** What a path finds that is not certain to find one thing is a list. */
const valueAt = (scene: Scene, value: MappedValue): Sourced | undefined => {
  const all = allAt(scene, value).filter((one) => one.value !== null && one.value !== '');
  const path = typeof value === 'string' ? value : 'path' in value ? value.path : undefined;
  if (path === undefined || scene.query(path).findsOne || all.length === 0) return all[0];
  return { value: all.map((one) => one.value), from: all[0]?.from };
};

const named = (scene: Scene, values: Readonly<Record<string, MappedValue>>): Record<string, Sourced | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueAt(scene, value)]));

const identifiersIn = (scene: Scene, { identifiers }: Mapping): NamedIdentifier[] =>
  Object.entries(identifiers).flatMap(([kind, values]) =>
    [values].flat().flatMap((value) =>
      allAt(scene, value).flatMap((one): NamedIdentifier[] => {
        const text = textOf(one.value);
        return text === undefined ? [] : [{ kind, value: text, from: one.from }];
      }),
    ),
  );

const answersIn = (scene: Scene, { answers }: Mapping): Sourced[] =>
  answers.flatMap(({ question, scale, path, of }) => {
    const [found] = at(scene, path, of);
    const text = textOf(found?.value);
    return text === undefined ? [] : [{ value: { question, scale, value: Number(text) }, from: found?.path }];
  });

const consentsIn = (scene: Scene, { consents }: Mapping): Sourced[] =>
  consents.flatMap(({ purpose, channel, path, of, granted, withdrawn, proof }) => {
    const [found] = at(scene, path, of);
    const text = written(found?.value) ?? '';
    const state = granted.includes(text) ? 'granted' : withdrawn.includes(text) ? 'withdrawn' : undefined;
    if (state === undefined) return [];
    return [{ value: { purpose, state, ...(channel && { channel }), ...(proof && { proof }) }, from: found?.path }];
  });

const listed = (all: readonly Sourced[]): Sourced | undefined =>
  all.length === 0 ? undefined : { value: all.map(({ value }) => value), from: all[0]?.from };

/** What the contract needs and the body has not: it refuses it, and names where it was looked for. */
const missing = (value: MappedValue | { path: string }): Sourced => {
  const looked =
    typeof value === 'string' ? value : 'path' in value ? value.path : 'template' in value ? value.template : '';
  return { value: null, from: looked === '' ? undefined : [looked] };
};

const first = ([found]: readonly PathMatch[]): Sourced | undefined => found && sourcedOf(found);

const sourcedOf = ({ value, path }: PathMatch): Sourced => ({ value, from: path });

const textIn = ([found]: readonly PathMatch[]): string | undefined => written(found?.value);
