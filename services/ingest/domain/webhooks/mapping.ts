import { Channel, IdentifierKind, Purpose, Word } from '@hilo/contracts';
import { z } from 'zod';
import { problemOfPath } from './json-path.ts';
import { expressionsIn } from './template.ts';

const Path = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = problemOfPath(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('A JSONPath (RFC 9535), without match and search: $.customer.email');

const Template = z
  .string()
  .max(1000)
  .superRefine((text, context) => {
    const expressions = expressionsIn(text);
    if (expressions.length === 0) context.addIssue({ code: 'custom', message: 'has no path in braces' });
    for (const problem of expressions.map(problemOfPath)) {
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    }
  })
  .describe('Text with paths in braces, such as order-{$.id}. Nothing, if one of them finds nothing.');

const Of = z
  .enum(['element', 'body'])
  .default('element')
  .describe('What $ is, where there is one interaction per element.');
const Table = z
  .record(z.string().max(200), z.string().max(200))
  .describe('Their word → ours, such as "abgesagt": "cancelled".');

const FromPath = z.strictObject({
  path: Path,
  of: Of,
  table: Table.optional(),
  otherwise: z.string().max(200).optional().describe('The word for whatever is not in the table.'),
});

/** Where the value of a field comes from: a path, a path with a table, a template, or the same for every event. */
export const MappedValue = z.union(
  [
    Path,
    FromPath,
    z.strictObject({ template: Template, of: Of }),
    z.strictObject({ value: z.union([z.string().max(1000), z.number(), z.boolean()]) }),
  ],
  'is neither a path such as $.id nor an object with one of path, template and value',
);
export type MappedValue = z.infer<typeof MappedValue>;

const named = z.record(z.string().min(1).max(200), MappedValue).default({});

const token = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is no name of a header')
  .toLowerCase();

export const MappedSignature = z
  .strictObject({
    header: token.describe('The header with the signature; several, with spaces between them, may be in it.'),
    algorithm: z.enum(['sha1', 'sha256', 'sha512']),
    encoding: z.enum(['hex', 'base64']),
    prefix: z.string().max(20).default('').describe('What stands before it, such as sha256= or v1,'),
    signs: z
      .string()
      .max(100)
      .regex(/\{body\}/, 'does not contain {body}')
      .default('{body}')
      .describe('What is signed: {body}, {timestamp}.{body}, {id}.{timestamp}.{body}'),
    timestampHeader: token
      .optional()
      .describe('Where {timestamp} is: seconds or milliseconds since 1970, or ISO 8601.'),
    idHeader: token.optional().describe('Where {id} is.'),
    toleranceSeconds: z.int().min(1).max(86_400).default(300).describe('How old a signed time may be.'),
    secretEncoding: z.enum(['text', 'base64', 'hex']).default('text').describe('How the secret is written.'),
  })
  .superRefine(({ signs, timestampHeader, idHeader }, context) => {
    const needed: [field: string, header: string | undefined][] = [
      ['timestamp', timestampHeader],
      ['id', idHeader],
    ];
    for (const [field, header] of needed) {
      if (signs.includes(`{${field}}`) === (header !== undefined)) continue;
      const message =
        header === undefined ? `is missing: {${field}} is signed` : `is not signed: signs has no {${field}}`;
      context.addIssue({ code: 'custom', path: [`${field}Header`], message });
    }
  })
  .describe('How the sender signs. Without it, only the address of the endpoint is secret.');
export type MappedSignature = z.infer<typeof MappedSignature>;

/** How the bodies of a sender become interactions. */
export const Mapping = z
  .strictObject({
    each: Path.optional().describe(
      'One interaction per element that this finds, such as $.events[*]; $ is then the element.',
    ),
    when: z
      .array(z.strictObject({ path: Path, of: Of, is: z.array(z.string().max(200)).min(1).max(100) }))
      .max(10)
      .default([])
      .describe('Events for which one of these does not hold are ignored.'),
    id: MappedValue.describe('Unique per source, and the same when it is sent again.'),
    occurredAt: z
      .strictObject({ path: Path, of: Of, as: z.enum(['iso', 'seconds', 'milliseconds', 'rfc2822']).default('iso') })
      .optional()
      .describe('When it happened; when it was received, without it.'),
    channel: MappedValue,
    touchpoint: MappedValue,
    kind: MappedValue,
    direction: MappedValue.optional(),
    actor: MappedValue.optional(),
    outcome: MappedValue.optional(),
    identifiers: z
      .record(IdentifierKind, z.union([MappedValue, z.array(MappedValue).min(1).max(10)]))
      .refine((kinds) => Object.keys(kinds).length > 0, 'names at least one kind of identifier')
      .describe('By the kind of identifier, such as "email": "$.customer.email".'),
    traits: named,
    properties: named,
    context: named,
    text: MappedValue.optional(),
    locale: MappedValue.optional(),
    answers: z
      .array(z.strictObject({ question: Word, scale: z.enum(['nps', 'csat', 'ces', 'number']), path: Path, of: Of }))
      .max(20)
      .default([]),
    consents: z
      .array(
        z.strictObject({
          purpose: Purpose,
          channel: Channel.optional(),
          path: Path,
          of: Of,
          granted: z.array(z.string()).min(1).describe('Values that mean yes.'),
          withdrawn: z.array(z.string()).min(1).describe('Values that mean no; any other says nothing.'),
          proof: z.string().max(2000).optional(),
        }),
      )
      .max(20)
      .default([]),
    signature: MappedSignature.optional(),
  })
  .describe('How the bodies of a sender become interactions.');
export type Mapping = z.infer<typeof Mapping>;
