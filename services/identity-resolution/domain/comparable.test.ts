import { describe, expect, it } from 'vitest';
import { emptyAggregate, type TraitValue } from './aggregate.ts';
import { comparableOf, customersToCompare } from './comparable.ts';
import { composeRecord } from './compose-record.ts';
import { defaultRegistry, Registry } from './registry.ts';
import type { NodeState } from './state.ts';

const trait = (value: TraitValue['value'], day = 1, source = 'shop'): TraitValue[] => [
  { value, source, interaction: `i${day}`, at: `2026-01-0${day}T00:00:00.000Z` },
];
const node = (id: string, traits: NodeState['aggregate']['traits'] = {}, rest: Partial<NodeState> = {}): NodeState => ({
  id,
  kind: 'email',
  value: `${id}@example.org`,
  firstSeen: 0,
  shared: false,
  component: 'c',
  customer: 'c',
  beyond: 0,
  aggregate: { ...emptyAggregate, total: 1, firstAt: 0, lastAt: 0, traits },
  consents: [],
  ...rest,
});

const compared = (registry: Registry, ...nodes: NodeState[]) =>
  comparableOf(registry, composeRecord(registry, 'c', nodes, []));

describe('what is compared of a customer', () => {
  it('is found under the names that systems give it, whatever their case and hyphens', () => {
    const { fields, source } = compared(
      defaultRegistry,
      node('a', {
        First_Name: trait('Ana'),
        'last-name': trait('Gil'),
        date_of_birth: trait('1980-02-03', 2, 'crm'),
        address: trait({ street: 'Rosal 14', city: 'Soria', postalCode: '42003', state: 'CyL' }),
        favouriteColour: trait('red'),
      }),
    );
    expect(fields).toEqual({
      givenName: 'Ana',
      familyName: 'Gil',
      birthDate: '1980-02-03',
      street: 'Rosal 14',
      city: 'Soria',
      postcode: '42003',
      region: 'CyL',
      email: 'a@example.org',
    });
    expect(source).toBe('crm');
  });

  it('is the oldest identifier of a kind, before what a trait says, and the first of two traits', () => {
    const { fields } = compared(
      defaultRegistry,
      node('new', { email: trait('written@example.org'), first_name: trait('Anita', 3) }, { firstSeen: 2 }),
      node('old', { givenName: trait('Ana') }, { firstSeen: 1 }),
    );
    expect(fields).toEqual({ email: 'old@example.org', givenName: 'Ana' });
  });

  it('is nothing that the registry does not name', () => {
    const registry = Registry.parse({ ...defaultRegistry, compared: { traits: { mote: 'givenName' }, kinds: {} } });
    expect(compared(registry, node('a', { mote: trait('Paco'), givenName: trait('Francisco') })).fields).toEqual({
      givenName: 'Paco',
    });
  });

  it.each<[string, unknown]>([
    ['an empty text', '  '],
    ['a list', ['Ana']],
    ['nothing', null],
    ['yes', true],
    ['an object in an object', { first: { name: 'Ana' } }],
  ])('is not %s', (_name, value) => {
    const traits = { givenName: JSON.parse(JSON.stringify(trait('', 1))) };
    traits.givenName[0].value = value;
    expect(compared(defaultRegistry, node('a', traits)).fields).toEqual({ email: 'a@example.org' });
  });
});

describe('who is compared again', () => {
  const again = (before: NodeState[], after: NodeState[]): string[] =>
    customersToCompare(
      defaultRegistry,
      new Map(before.map((one) => [one.id, one])),
      new Map(after.map((one) => [one.id, one])),
    ).sort();
  const named = (day: number, ...rest: [Partial<NodeState>?]) => node('a', { givenName: trait('Ana', day) }, ...rest);

  it.each<[string, NodeState[], NodeState[], string[]]>([
    ['who is new', [], [named(1)], ['c']],
    ['nobody of whom nothing changed', [named(1)], [named(1)], []],
    ['nobody of whom the same is said again', [named(1)], [named(2)], []],
    ['who says something else', [named(1)], [node('a', { givenName: trait('Eva') })], ['c']],
    [
      'who says again what another identifier may contradict',
      [named(1), node('b', { givenName: trait('Eva', 1) })],
      [named(2), node('b', { givenName: trait('Eva', 1) })],
      ['c'],
    ],
    ['both sides of a split', [named(1)], [named(1, { customer: 'd' })], ['c', 'd']],
    ['whose identifier is shared now', [named(1)], [named(1, { shared: true })], ['c']],
    ['what is no more', [named(1)], [], ['a', 'c']],
    ['nobody for a device', [], [node('x', {}, { kind: 'device_id' })], []],
    ['nobody for a trait that is not compared', [node('a')], [node('a', { colour: trait('red') })], []],
  ])('is %s', (_name, before, after, expected) => {
    expect(again(before, after)).toEqual(expected);
  });
});
