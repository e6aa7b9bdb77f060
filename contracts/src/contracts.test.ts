import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompatibilities } from './compatibility.ts';
import { asyncApi, jsonSchemas } from './documents.ts';
import { interaction } from './generators.ts';
import { consumerGroups, deadLetterTopics, decidingConsent, Interaction, topics } from './index.ts';

const published = join(import.meta.dirname, '..', 'published');

describe('a published contract', () => {
  const current = jsonSchemas();
  for (const file of readdirSync(published)) {
    it(`of ${file} is only ever extended with optional fields`, () => {
      const before: unknown = JSON.parse(readFileSync(join(published, file), 'utf8'));
      expect(incompatibilities(before, JSON.parse(JSON.stringify(current[file] ?? null)))).toEqual([]);
    });
  }

  it('may gain an optional field, but not lose one, rename one, or demand one', () => {
    const before = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] };
    const optional = { ...before, properties: { ...before.properties, c: { type: 'number' } } };
    expect(incompatibilities(before, optional)).toEqual([]);
    expect(incompatibilities(before, { ...optional, required: ['a', 'c'] })).toEqual(['$.c became required']);
    expect(incompatibilities(optional, before)).toEqual(['$.c was removed']);
    expect(
      incompatibilities(before, { ...before, properties: { ...before.properties, a: { type: 'number' } } }),
    ).toEqual(['$.a.type changed']);
  });
});

describe('the interaction contract', () => {
  it('accepts every generated interaction', () => {
    fc.assert(fc.property(interaction(), (posted) => Interaction.safeParse(posted).success));
  });

  it.each([
    ['identifiers', { identifiers: [] }],
    ['occurredAt', { occurredAt: 'yesterday' }],
    ['channel', { channel: 'pigeon' }],
    ['answers.0.value', { answers: [{ question: 'q', scale: 'nps', value: 11 }] }],
    ['properties', { properties: { big: 'x'.repeat(40_000) } }],
  ])('refuses a wrong %s and names it', (path, wrong) => {
    const posted = {
      occurredAt: '2026-01-01T00:00:00Z',
      channel: 'web',
      touchpoint: 'checkout',
      kind: 'viewed',
      identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    };
    expect(Interaction.safeParse(posted).success).toBe(true);
    const result = Interaction.safeParse({ ...posted, ...wrong });
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});

describe('consent', () => {
  const said = (state: 'granted' | 'withdrawn', at: string) =>
    ({ purpose: 'feedback', state, at, source: 's', interaction: 'i' }) as const;
  const question = {
    purpose: 'feedback',
    channel: 'email',
    contactPoint: { kind: 'email', value: 'a@example.org' },
  } as const;

  it('is what was said last, and a withdrawal wins a tie', () => {
    const granted = said('granted', '2026-01-02T00:00:00Z');
    expect(decidingConsent([said('withdrawn', '2026-01-01T00:00:00Z'), granted], question)).toBe(granted);
    expect(decidingConsent([granted, said('withdrawn', granted.at)], question)?.state).toBe('withdrawn');
    expect(decidingConsent([said('withdrawn', granted.at), granted], question)?.state).toBe('withdrawn');
    expect(decidingConsent([], question)).toBeUndefined();
  });

  it('given for one contact point says nothing of another', () => {
    const elsewhere = {
      ...said('granted', '2026-01-02T00:00:00Z'),
      contactPoint: { kind: 'email', value: 'b@example.org' },
    };
    expect(decidingConsent([elsewhere], question)).toBeUndefined();
  });
});

describe('the consumer groups', () => {
  it('are those of the readers of every topic, and of nobody else', () => {
    for (const topic of Object.values(topics)) {
      const groups = Object.entries(consumerGroups).filter(([, read]) => read.includes(topic));
      const services = groups.map(([group]) => group.split('.')[0] ?? '');
      const readers: string[] = topic.readers.filter((reader) => topic !== topics.cases || reader !== 'analytics');
      expect({ topic: topic.name, services: [...new Set(services)].sort() }).toEqual({
        topic: topic.name,
        services: readers.sort(),
      });
    }
  });

  it('put what they cannot process where no other group puts anything', () => {
    expect(new Set(deadLetterTopics.map(({ name }) => name)).size).toBe(deadLetterTopics.length);
  });
});

it('the topics make a valid AsyncAPI 3 document', async () => {
  const diagnostics = await new Parser().validate(JSON.stringify(asyncApi()));
  expect(diagnostics.filter((diagnostic) => diagnostic.severity === 0)).toEqual([]);
});
