import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordContent } from '../domain/compose-record.ts';
import { defaultRegistry, Registry } from '../domain/registry.ts';
import { decidedOf, factsOf, keyOf, type Posted } from './histories.ts';
import { identityInMemory } from './memory.ts';

type Named = [kind: string, value: string];

const posting = (n: number, identifiers: readonly Named[], rest: Partial<Posted> = {}): Posted => ({
  id: `i-${n}`,
  occurredAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
  channel: 'web',
  touchpoint: 'desk',
  kind: 'identified',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  ...rest,
});
const alias = (n: number, ...identifiers: Named[]): Posted => posting(n, identifiers, { alias: true });
const posted = (...named: Named[][]): Posted[] => named.map((identifiers, n) => posting(n, identifiers));
const times = <Thing>(many: number, make: (n: number) => Thing): Thing[] =>
  Array.from({ length: many }, (_, n) => make(n));
const phone = (n: number): Named => ['phone', `+3461155${String(n).padStart(4, '0')}`];
const mail = (n: number): Named => ['email', `person-${n}@example.org`];

const recordsOf = async (all: readonly Posted[], registry = defaultRegistry): Promise<RecordContent[]> => {
  const identity = identityInMemory(registry);
  await identity.all(factsOf(registry, all), []);
  return identity.records();
};

/** The people as lists of their identifiers, and the identifiers that are shared. */
const peopleIn = (records: readonly RecordContent[]) => ({
  people: records
    .filter(({ ambiguous }) => !ambiguous)
    .map(({ identifiers }) => identifiers.map(({ value }) => value).sort())
    .sort(),
  shared: records.flatMap(({ identifiers, ambiguous }) => (ambiguous ? identifiers.map(({ value }) => value) : [])),
});
const people = async (all: readonly Posted[]) => peopleIn(await recordsOf(all));

const together = async (all: readonly Posted[]): Promise<void> => {
  const { people: found, shared } = await people(all);
  expect([found.length, shared]).toEqual([1, []]);
};

const browsers: [kind: string, users: string][] = [
  ['anonymous_id', 'user_id'],
  ['device_id', 'user_id'],
  ['anonymous_id', 'customer_number'],
  ['device_id', 'national_id'],
];

describe('is shared from the moment that says so, and links nobody any more:', () => {
  it.each(browsers.flatMap(([kind, user]) => [2, 5, 50].map((many): [string, string, number] => [kind, user, many])))(
    'a %s that is used by %s, %i of them',
    async (kind, user, many) => {
      const all = posted(...times(many, (n): Named[] => [[user, `user-${n}`], [kind, 'the-browser'], mail(n)]));
      const { people: found, shared } = await people(all);
      expect(found).toEqual(times(many, (n) => [mail(n)[1], `user-${n}`].sort()).sort());
      expect(shared).toEqual(['the-browser']);
    },
  );

  const own = (kind: string, n: number): Named => {
    if (kind === 'email') return mail(n);
    return kind === 'phone' || kind === 'whatsapp' ? [kind, phone(n)[1]] : [kind, `${kind}-${n}`];
  };
  it.each([
    [['email', 'desk@hotel.example'], 'phone'],
    [['email', 'desk@hotel.example'], 'whatsapp'],
    [['email', 'desk@hotel.example'], 'loyalty_id'],
    [['email', 'desk@hotel.example'], 'user_id'],
    [['email', 'desk@hotel.example'], 'twitter'],
    [['phone', '+34910000000'], 'email'],
    [['phone', '+34910000000'], 'whatsapp'],
    [['phone', '+34910000000'], 'user_id'],
    [['whatsapp', '+34910000000'], 'email'],
    [['twitter', 'the_company'], 'email'],
    [['card_token', 'company-card'], 'phone'],
    [['device_id', 'kiosk'], 'email'],
    [['anonymous_id', 'kiosk'], 'phone'],
    [['booking_ref', 'GROUP1'], 'email'],
    [['company_id', 'acme'], 'email'],
  ] satisfies [Named, string][])('%s of several people, each with a %s', async (common, kind) => {
    for (const many of [4, 5, 12]) {
      const { people: found, shared } = await people(posted(...times(many, (n): Named[] => [common, own(kind, n)])));
      if (kind === 'user_id' && common[0] !== 'anonymous_id') expect(found).toHaveLength(many);
      else expect([found.length, shared]).toEqual([many, [common[1].toLowerCase()]]);
    }
  });

  it('and not before: whoever comes is linked as long as they may be one', async () => {
    const identity = identityInMemory(defaultRegistry);
    const facts = factsOf(
      defaultRegistry,
      posted(...times(12, (n): Named[] => [['email', 'desk@hotel.example'], phone(n)])),
    );
    const customers: number[] = [];
    for (const fact of facts) {
      await identity.step([fact]);
      customers.push(identity.records().filter(({ ambiguous }) => !ambiguous).length);
    }
    expect(customers).toEqual([1, 1, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const { key } of facts.slice(3)) await identity.withdraw(key);
    expect(peopleIn(identity.records())).toMatchObject({
      people: [[...times(3, (n) => phone(n)[1]), 'desk@hotel.example']],
    });
  });
});

describe('is one person all the same:', () => {
  it.each<[string, Named[][]]>([
    ['who has three e-mails on one phone', times(3, (n): Named[] => [mail(n), phone(0)])],
    ['who has two e-mails on one phone', times(2, (n): Named[] => [mail(n), phone(0)])],
    ['who has three phones on one e-mail', times(3, (n): Named[] => [mail(0), phone(n)])],
    [
      'who has two phones, a chat and an e-mail',
      [
        [mail(0), phone(0)],
        [mail(0), phone(1)],
        [mail(0), ['whatsapp', phone(0)[1]]],
      ],
    ],
    [
      'who uses 60 devices',
      times(50, (n): Named[] => [
        ['customer_number', 'c'],
        ['device_id', `d-${n}`],
      ]),
    ],
    [
      'who uses 200 browsers',
      times(200, (n): Named[] => [
        ['user_id', 'u'],
        ['anonymous_id', `a-${n}`],
      ]),
    ],
    [
      'who was there before she logged in, and after',
      [
        [['anonymous_id', 'a']],
        [
          ['anonymous_id', 'a'],
          ['user_id', 'u'],
        ],
        [['user_id', 'u'], mail(0)],
        [['anonymous_id', 'a']],
      ],
    ],
    [
      'who logs in at home and at work',
      [
        [
          ['user_id', 'u'],
          ['anonymous_id', 'a'],
        ],
        [['user_id', 'u'], ['anonymous_id', 'b'], mail(0)],
        [mail(0), ['device_id', 'd']],
      ],
    ],
    ['who books five times', times(5, (n): Named[] => [mail(0), ['booking_ref', `b-${n}`]])],
    ['whose card names five e-mails at once', [times(5, (n) => mail(n))]],
  ])('%s', (_who, named) => together(posted(...named)));
});

describe('an alias', () => {
  const [old, now]: [Named, Named] = [
    ['user_id', 'old'],
    ['user_id', 'now'],
  ];
  const both = posted([old, mail(0)], [now, mail(1)]);
  const apart = { people: [[mail(0)[1], 'old'].sort(), [mail(1)[1], 'now'].sort()].sort(), shared: [] };

  it('joins two users, whom nothing else would', async () => {
    await together([...both, alias(9, now, old)]);
    expect(await people([...both, posting(9, [now, old])])).toEqual(apart);
    expect(await people([...both, posting(9, [now, old], { alias: false })])).toEqual(apart);
  });

  it('joins a chain, in whatever order it is told, and also if the first is told of the last', async () => {
    const user = (n: number): Named => ['user_id', `u-${n}`];
    const chain = [
      ...times(5, (n) => alias(n, user(n + 1), user(n))),
      ...times(6, (n) => posting(20 + n, [user(n), mail(n)])),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(chain, { minLength: chain.length }), async (some) => {
        const identity = identityInMemory(defaultRegistry);
        for (const fact of factsOf(defaultRegistry, some)) await identity.step([fact]);
        expect(JSON.stringify(identity.records())).toBe(JSON.stringify(await recordsOf(chain)));
      }),
      { numRuns: 50 },
    );
    await together(chain);
    await together([...chain, alias(40, user(5), user(0)), alias(41, user(3), user(1), user(0))]);
  });

  it('is taken back with the interaction, and what else it said of the two stays', async () => {
    const facts = factsOf(defaultRegistry, [...both, alias(9, now, old), alias(8, now, old)]);
    const identity = identityInMemory(defaultRegistry);
    await identity.step(facts);
    await identity.withdraw(keyOf(alias(8)));
    expect(identity.records()).toHaveLength(1);
    await identity.withdraw(keyOf(alias(9)));
    expect(JSON.stringify(identity.records())).toBe(JSON.stringify(await recordsOf(both)));
    await identity.putBack(keyOf(alias(9)));
    expect(identity.records()).toHaveLength(1);
  });

  it('never joins whom somebody said to be two', async () => {
    const [one, other] = [[{ kind: 'user_id', value: 'old' }], [{ kind: 'user_id', value: 'now' }]];
    const apartSaid = decidedOf(defaultRegistry, {
      id: 'd-1',
      at: '2026-06-01T00:00:00.000Z',
      by: { key: 'root', source: 'tests' },
      kind: 'not_same',
      one,
      other,
    });
    const identity = identityInMemory(defaultRegistry);
    await identity.step(factsOf(defaultRegistry, [...both, alias(9, now, old)]));
    await identity.decide(apartSaid);
    expect(peopleIn(identity.records())).toEqual(apart);
    expect(identity.records().map(({ conflicts }) => conflicts.map(({ reason }) => reason))).toEqual([
      ['not-same'],
      ['not-same'],
    ]);
    await identity.retract('d-1');
    expect(identity.records()).toHaveLength(1);
  });

  it('is bound by every other limit', async () => {
    const numbered = posted([old, ['customer_number', 'c-1']], [now, ['customer_number', 'c-2']]);
    expect((await people([...numbered, alias(9, now, old)])).people).toHaveLength(2);
    const joined = [...both, alias(9, now, old)];
    expect((await people([...joined, posting(10, [mail(0), ['user_id', 'third']])])).people).toHaveLength(2);
  });

  it('of one browser to two users, who share it, joins nobody', async () => {
    const login = (n: number): Posted[] => [
      posting(10 * n, [['anonymous_id', 'browser-1']]),
      alias(10 * n + 1, ['user_id', `u-${n}`], ['anonymous_id', 'browser-1'], ['user_id', 'browser-1']),
      posting(10 * n + 2, [['user_id', `u-${n}`], mail(n)]),
    ];
    const found = await people([...login(1), ...login(2), ...login(3)]);
    const withMail = found.people.filter((one) => one.some((value) => value.includes('@')));
    expect(withMail.map((one) => one.filter((value) => value !== 'browser-1'))).toEqual(
      [1, 2, 3].map((n) => [mail(n)[1], `u-${n}`].sort()),
    );
    expect(found.shared).toEqual(['browser-1']);
  });

  it('of one earlier name to several says so of none, unless they are one by all else', async () => {
    const guest: Named = ['user_id', 'account-of-all'];
    const named = posted([guest, mail(0)], [['user_id', 'u-1'], mail(1)], [['user_id', 'u-2'], mail(2)]);
    const first = alias(10, ['user_id', 'u-1'], guest);
    const second = alias(11, ['user_id', 'u-2'], guest);
    expect((await people([...named, first])).people).toHaveLength(2);
    expect((await people([...named, first, second])).people).toHaveLength(3);
    await together([...named, first, second, alias(12, ['user_id', 'u-2'], ['user_id', 'u-1'])]);
    const identity = identityInMemory(defaultRegistry);
    await identity.step(factsOf(defaultRegistry, [...named, first, second]));
    await identity.withdraw(keyOf(first));
    expect(peopleIn(identity.records()).people).toEqual(
      [[mail(0)[1], mail(2)[1], 'account-of-all', 'u-2'].sort(), [mail(1)[1], 'u-1'].sort()].sort(),
    );
  });

  it('of whom was anonymous until she logged in joins what she did before', async () => {
    await together([
      posting(1, [['anonymous_id', 'browser-1']]),
      alias(2, ['user_id', 'u'], ['anonymous_id', 'browser-1'], ['user_id', 'browser-1']),
      posting(3, [
        ['anonymous_id', 'browser-1'],
        ['user_id', 'u'],
      ]),
    ]);
  });

  it('told in the browser of both keeps that theirs', async () => {
    const browser: Named = ['anonymous_id', 'b'];
    await together([posting(1, [old, browser]), posting(2, [now, browser]), alias(3, now, browser, old)]);
  });

  it('joins so many earlier names and no more; one that is said to be that of more people than may be is shared', async () => {
    const many = await people(times(120, (n) => alias(n, now, ['user_id', `was-${n}`])));
    expect(
      many.people
        .map((one) => one.length)
        .sort((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([101, 1]);
    const guest = await people(times(120, (n) => alias(n, ['user_id', `u-${n}`], ['user_id', 'guest-of-all'])));
    expect([guest.people.length, guest.shared]).toEqual([120, ['guest-of-all']]);
  });

  it('of Segment that was kept before there was a field for it is one as well', async () => {
    const kept = posting(9, [now, old], { kind: 'aliased', context: { segment: { type: 'alias' } } });
    await together([...both, kept]);
    expect(await people([...both, { ...kept, context: {} }])).toEqual(apart);
  });

  it('is an interaction like any other by rules that were written before there were aliases', async () => {
    const { maxAliases: _none, ...user } = defaultRegistry.kinds.user_id ?? {};
    const before = Registry.parse({
      ...defaultRegistry,
      kinds: { ...defaultRegistry.kinds, user_id: { ...user, maxPerCustomer: 5 } },
    });
    const users = times(6, (n) => alias(n, ['user_id', 'now'], ['user_id', `was-${n}`]));
    const ordinary = users.map(({ alias: _alias, ...one }) => one);
    expect(await recordsOf(users, before)).toEqual(await recordsOf(ordinary, before));
  });
});
