import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { Source, Timestamp } from './words.ts';

export const Scope = z
  .enum([
    '*',
    'interactions:write',
    'interactions:read',
    'quarantine:read',
    'quarantine:write',
    'ledger:read',
    'keys:write',
    'customers:read',
    'identity:write',
    'erasures:write',
    'surveys:read',
    'answers:write',
    'cases:read',
    'cases:write',
    'contacts:check',
    'contacts:write',
    'policy:write',
    'programmes:write',
    'segments:write',
    'alerts:write',
    'analytics:read',
    'people:act',
    'metrics:read',
  ])
  .describe(
    'What a key may do; * is everything. people:act: act for a person whom the header Hilo-On-Behalf-Of names.',
  );
export type Scope = z.infer<typeof Scope>;
export const OpenScope = openEnum(Scope);
export type OpenScope = z.infer<typeof OpenScope>;

/** An API key as services know it: never the key itself. */
export const ApiKey = openObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  hash: z.string().describe('SHA-256 of the key, in hexadecimal.'),
  source: Source,
  scopes: z.array(OpenScope).min(1),
  createdAt: Timestamp,
  expiresAt: Timestamp.optional(),
  revokedAt: Timestamp.optional(),
  rateLimit: z.int().min(1).optional().describe('How many requests a minute it may post to one process.'),
}).describe('An API key as services know it: never the key itself.');
export type ApiKey = z.infer<typeof ApiKey>;

/** A key was used at some service. */
export const ApiKeyUse = openObject({ id: ApiKey.shape.id, usedAt: Timestamp }).describe(
  'A key was used; told at most once a minute by each process.',
);

export type ApiKeyUse = z.infer<typeof ApiKeyUse>;
