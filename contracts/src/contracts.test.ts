import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incompatibilities, type Meeting } from './compatibility.ts';
import { asyncApi, jsonSchemas, postedSchema } from './documents.ts';
import { interaction } from './generators.ts';
import {
  consumerGroups,
  deadLetterTopics,
  decidingConsent,
  Interaction,
  openEnum,
  otherWordThan,
  topics,
} from './index.ts';

/** Topics that are younger than the latest copy: `pnpm publish:contracts` makes the next one when others build on them. */
const notPublishedYet = [
  'hilo.verbatims.v1.schema.json',
  'hilo.guidance.v1.schema.json',
  'hilo.sessions.v1.schema.json',
];

const published = join(import.meta.dirname, '..', 'published');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('a published contract', () => {
  const current = jsonSchemas();
  for (const number of readdirSync(published)) {
    const files = readdirSync(join(published, number)).filter((file) => file.endsWith('.schema.json'));
    it.each(files)(`of publication ${number}, %s, is only ever extended`, (file) => {
      const before = readJson(join(published, number, file));
      const now: unknown = JSON.parse(JSON.stringify(current[file] ?? null));
      expect(incompatibilities(before, now, file === postedSchema ? 'posted' : 'topic')).toEqual([]);
    });
  }

  it('is there for every topic, for dead letters and for what is posted', () => {
    const latest = readdirSync(published).sort((one, other) => Number(other) - Number(one))[0] ?? '';
    const [copied, names] = [readdirSync(join(published, latest)), Object.keys(current)];
    expect(names.filter((name) => !copied.includes(name))).toEqual(notPublishedYet);
  });
});

describe('a change of a contract', () => {
  const before = z.object({
    a: z.string().max(10),
    b: z.int().optional(),
    word: openEnum(z.enum(['one', 'two'])),
    closed: z.enum(['yes', 'no']),
    either: z.union([
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('x'), x: z.int() })]),
      z.object({ kind: otherWordThan(['x']) }),
    ]),
  });
  const { shape } = before;
  const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const found = (after: z.ZodType, meeting?: Meeting) => incompatibilities(schemaOf(before), schemaOf(after), meeting);
  const withKindY = z.union([
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('y'), y: z.int() }),
      z.object({ kind: z.literal('x'), x: z.int() }),
    ]),
    z.object({ kind: otherWordThan(['x', 'y']) }),
  ]);

  it.each<[string, z.ZodType]>([
    ['gains an optional field', before.extend({ c: z.string().optional() })],
    ['gains a word where it is open', before.extend({ word: openEnum(z.enum(['one', 'two', 'three'])) })],
    ['gains a kind where there is a member for other ones', before.extend({ either: withKindY })],
    ['explains itself', before.extend({ a: shape.a.describe('words') })],
  ])('is none where it %s', (_, after) => {
    expect(found(after)).toEqual([]);
  });

  it.each<[string, z.ZodType, string]>([
    ['loses a field', before.omit({ b: true }), '$.b was removed'],
    ['renames a field', before.omit({ b: true }).extend({ c: shape.b }), '$.b was removed'],
    ['demands a field', before.extend({ c: z.string() }), '$.c became required'],
    ['demands what was optional', before.extend({ b: z.int() }), '$.b became required'],
    ['lets a field be absent', before.extend({ a: shape.a.optional() }), '$.a is no longer required'],
    ['has another type', before.extend({ a: z.int() }), '$.a.type changed'],
    ['is narrower', before.extend({ a: z.string().max(5) }), '$.a.maxLength changed'],
    ['is wider, which older readers are not', before.extend({ a: z.string().max(50) }), '$.a.maxLength changed'],
    ['closes an enumeration', before.extend({ word: z.enum(['one', 'two']) }), '$.word was closed'],
    ['forgets a word', before.extend({ word: openEnum(z.enum(['one'])) }), '$.word lost the word two'],
    [
      'adds a word to a closed enumeration',
      before.extend({ closed: z.enum(['yes', 'no', 'maybe']) }),
      '$.closed gained the word maybe',
    ],
    ['forgets a word of a closed one', before.extend({ closed: z.enum(['yes']) }), '$.closed lost the word no'],
    ['closes an object', z.strictObject(shape), '$.additionalProperties changed'],
    ['closes a union', before.extend({ either: shape.either.options[0] }), '$.either.anyOf changed'],
  ])('breaks others where it %s', (_, after, line) => {
    expect(found(after)).toContain(line);
  });

  it('may open what is posted further, since nobody older reads it', () => {
    expect(found(before.extend({ closed: z.enum(['yes', 'no', 'maybe']) }), 'posted')).toEqual([]);
    expect(found(before.extend({ a: shape.a.optional() }), 'posted')).toEqual([]);
    expect(found(before.extend({ closed: z.enum(['yes']) }), 'posted')).toEqual(['$.closed lost the word no']);
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
      const readers: string[] = [...topic.readers];
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
