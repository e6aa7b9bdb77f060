/** What was told to Hilo before somebody looks: sixty days at three places, of which one became worse, and what is believed inside. */
const dayMs = 86_400_000;
const days = 60;

/** What customers say of each place, in the first thirty days and in the last. */
const places = [
  { touchpoint: 'check-in.kiosk', channel: 'store', before: [10, 9, 8], after: [10, 9, 9] },
  { touchpoint: 'call.support', channel: 'call_centre', before: [9, 10, 7], after: [3, 9, 2] },
  { touchpoint: 'web.checkout', channel: 'web', before: [8, 9, 10], after: [8, 10, 9] },
];
const people = [
  { givenName: 'Ana', familyName: 'García Villalobos-Etxeberria' },
  { givenName: 'Luis', familyName: 'Ortega' },
  { givenName: 'Zoë', familyName: 'Müller' },
];

/** What somebody wrote who means harm; it is a text like any other. */
export const hostile = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;
export const ana = { kind: 'customer_number', value: 'DASH-0' };

/** All of it, as it is posted; the same for the same `now`. */
export const interactions = (now: number) => [
  ...answers(now),
  ...believed(now),
  ...threadOfAna(now),
  ...mixedUp(now),
  ...failures(now),
  {
    ...{ id: 'leaver', channel: 'web', touchpoint: 'account', kind: 'signed_up', occurredAt: at(now, 20) },
    identifiers: [leaver, { kind: 'email', value: 'leaver@example.org' }],
    traits: { fullName: 'Iker Ansorena-Belaústegui' },
  },
  {
    ...{ id: 'hostile', channel: 'chat', touchpoint: 'chat.help', kind: 'wrote', direction: 'inbound', text: hostile },
    ...{ occurredAt: at(now, 2), identifiers: [{ kind: 'customer_number', value: 'DASH-EVIL' }] },
    traits: { givenName: hostile.slice(0, 60), familyName: '=HYPERLINK("http://x")' },
  },
];

const at = (now: number, daysAgo: number, minutes = 0): string =>
  new Date(now - daysAgo * dayMs - (minutes + 5) * 60_000).toISOString();

const answers = (now: number) =>
  places.flatMap(({ touchpoint, channel, before, after }, place) =>
    Array.from({ length: days }, (_, ago) => (ago < days / 2 ? after : before)).flatMap((values, ago) =>
      values.map((value, n) => {
        const who = (ago * 3 + n + place) % 40;
        return {
          ...{ id: `answer-${place}-${ago}-${n}`, channel, touchpoint, kind: 'answered', direction: 'inbound' },
          occurredAt: at(now, ago, 10 * n + place),
          identifiers: [{ kind: 'customer_number', value: `DASH-${who}` }],
          traits: people[who % people.length],
          answers: [
            { question: 'recommend', scale: 'nps', value },
            { question: 'satisfied', scale: 'csat', value: Math.max(1, Math.ceil(value / 2)) },
            { question: 'easy', scale: 'ces', value: Math.max(1, Math.round(value * 0.7)) },
          ],
        };
      }),
    ),
  );

const believed = (now: number) =>
  [
    { role: 'employee', value: 9 },
    { role: 'manager', value: 10 },
  ].flatMap(({ role, value }) =>
    Array.from({ length: 40 }, (_, n) => ({
      ...{ id: `believed-${role}-${n}`, channel: 'app', touchpoint: 'call.support', kind: 'answered' },
      occurredAt: at(now, n % 28, n),
      identifiers: [{ kind: 'user_id', value: `${role}-${n}` }],
      actor: role,
      answers: [{ question: 'recommend', scale: 'nps', value: n % 5 === 0 ? 6 : value }],
    })),
  );

/** What goes along with bad answers: a check-in that failed, half an hour before somebody was asked. */
const failures = (now: number) =>
  Array.from({ length: 35 }, (_, n) => {
    const one = {
      ...{ channel: 'app', touchpoint: 'app.check_in', direction: 'inbound' },
      identifiers: [{ kind: 'customer_number', value: `DASH-FAIL-${n}` }],
    };
    const answers = [{ question: 'satisfied', scale: 'csat', value: n % 6 === 0 ? 4 : 2 }];
    return [
      { ...one, id: `failed-${n}`, kind: 'failed', occurredAt: at(now, n % 20, 40) },
      { ...one, id: `failed-${n}-answer`, kind: 'answered', occurredAt: at(now, n % 20, 10), answers },
    ];
  }).flat();

/** One with everything on it: long silence, a complaint in words, a call, a message, a purchase. */
const threadOfAna = (now: number) => {
  const one = {
    identifiers: [ana, { kind: 'email', value: 'ana.garcia@example.org' }, { kind: 'phone', value: '+34600000001' }],
  };
  const consents = [
    { purpose: 'marketing', state: 'granted', contactPoint: { kind: 'email', value: 'ana.garcia@example.org' } },
  ];
  return [
    {
      ...one,
      id: 'ana-1',
      channel: 'web',
      touchpoint: 'account',
      kind: 'signed_up',
      occurredAt: at(now, 150),
      consents,
    },
    { ...one, id: 'ana-2', channel: 'app', touchpoint: 'checkout', kind: 'bought', occurredAt: at(now, 1, 30) },
    {
      ...{ ...one, id: 'ana-3', channel: 'email', touchpoint: 'feedback', kind: 'complained', direction: 'inbound' },
      occurredAt: at(now, 0, 20),
      text: 'Mi maleta llegó rota y nadie me ayudó. Pésimo servicio, horrible: no volveré nunca.',
    },
    {
      ...{
        ...one,
        id: 'ana-4',
        channel: 'call_centre',
        touchpoint: 'call.support',
        kind: 'called',
        direction: 'outbound',
      },
      occurredAt: at(now, 0, 4),
    },
  ];
};

/** Who asks for everything that is known, and then that nothing is. */
export const leaver = { kind: 'customer_number', value: 'DASH-LEAVER' };

/** Whose identifiers are to be looked at: one who has three, of which one is another's as well. */
export const mixed = { kind: 'customer_number', value: 'DASH-MIXED' };

const mixedUp = (now: number) => {
  const email = { kind: 'email', value: 'familia.etxeberria.villalobos@example.org' };
  const one = { channel: 'web', touchpoint: 'account', kind: 'signed_up' };
  return [
    {
      ...{ ...one, id: 'mixed-1', occurredAt: at(now, 40), identifiers: [mixed, email] },
      traits: { givenName: 'Marta', familyName: 'Etxeberria' },
    },
    { ...one, id: 'mixed-2', occurredAt: at(now, 39), identifiers: [email, { kind: 'phone', value: '+34600000777' }] },
    {
      ...{ ...one, id: 'mixed-3', occurredAt: at(now, 38) },
      identifiers: [{ kind: 'customer_number', value: 'DASH-OTHER' }, email],
    },
  ];
};
