import { expect, it } from 'vitest';
import { asProgramme, asTemplate } from './as-programme.ts';
import { tell, valuesFor } from './tell.ts';
import { Template } from './template.ts';

const gate = Template.parse({
  id: 'gate-changed',
  title: 'The gate has changed',
  class: 'service',
  purpose: 'service',
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: {
    en: { subject: 'Gate {{properties.gate}}', text: 'Hello {{traits.name|there}}, gate {{properties.gate}}.' },
    es: { subject: 'Puerta {{properties.gate}}', text: 'Hola{{ traits.name | viajero}}: puerta {{properties.gate}}.' },
  },
});
const message = { class: gate.class, texts: gate.texts };
const trait = (value: unknown) => ({ name: { value, source: 'crm', interaction: 'i', at: '2026-01-01T00:00:00Z' } });
const told = (known: Partial<Parameters<typeof tell>[2]>, languages = {}) =>
  tell(message, languages, { values: { 'properties.gate': 'K71' }, traits: undefined, language: 'en', ...known });

it('says what is known, and what it has for where it is not', () => {
  expect(told({ traits: trait('Ana') })).toEqual({
    ...{ language: 'en', subject: 'Gate K71', text: 'Hello Ana, gate K71.' },
  });
  for (const nobody of ['', '  \u200b', null, true, { first: 'Ana' }])
    expect(told({ traits: trait(nobody) })).toMatchObject({ text: 'Hello there, gate K71.' });
  expect(told({ language: 'es_MX' })).toMatchObject({ language: 'es', text: 'Hola viajero: puerta K71.' });
});

it('is no message with a hole in it, nor in a language in which nothing is written', () => {
  expect(told({ values: {} })).toEqual({ missing: ['en.properties.gate'] });
  expect(told({ language: 'fr' })).toEqual({ missing: ['languages'] });
  expect(told({ language: undefined })).toEqual({ missing: ['languages'] });
  expect(told({ language: 'fr' }, { defaultLanguage: 'es' })).toMatchObject({ language: 'es' });
});

it('keeps of what happened what some text names, each on one line, and no more', () => {
  const properties = { gate: ' K\n71\u202e ', name: 'not named', flight: 'IB3166' };
  expect(valuesFor(message, properties)).toEqual({ 'properties.gate': 'K 71' });
  expect(valuesFor(message, { gate: 'x'.repeat(5000) })['properties.gate']).toHaveLength(200);
});

it('is kept as a programme that asks nothing, and comes back as it was', () => {
  expect(asTemplate(asProgramme(gate, 3))).toEqual(gate);
  expect(asProgramme(gate, 3)).toMatchObject({ id: '~gate-changed', version: 3, questions: [] });
});

it('names the field of a template that cannot be', () => {
  const faults = (change: object) =>
    (Template.safeParse({ ...gate, ...change }).error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
  expect(faults({ texts: { en: { subject: 's', text: 'Hello {{name}}' } } })[0]).toMatch(
    /^texts\.en\.text: says \{\{name\}\}: a variable is traits\.… of the customer or properties\.… of what happened/,
  );
  expect(faults({ texts: { en: { subject: 's', text: 'Hello {{traits.name' } } })[0]).toMatch(
    /^texts\.en\.text: has \{\{/,
  );
  expect(faults({ texts: { en: { subject: 's', text: '{{traits..name}}' } } })[0]).toMatch(
    /^texts\.en\.text: .*a name that is empty/,
  );
  expect(faults({ texts: { en: { text: 'Hello' } } })).toEqual([
    'texts.en.subject: is missing: it is told by mail as well',
  ]);
  expect(faults({ defaultLanguage: 'fr' })).toEqual(['defaultLanguage: is fr, in which there is no text']);
  expect(faults({ contacts: [{ channel: 'sms', kind: 'email' }] })).toContain(
    'contacts.0.kind: leads to nobody by sms',
  );
  expect(faults({ purpose: 'employee.news' })[0]).toMatch(/^purpose: is a purpose of the voice employee/);
  expect(faults({ class: 'survey' })[0]).toMatch(/^class: /);
});
