import type { Derived } from './derive-id.ts';
import type { Registry } from './registry.ts';

export type Rules = Derived & {
  registry: Registry;
  /** Those that were in force before: who was erased under one of them stays erased. */
  former?: readonly Registry[];
  /** Versions of what is told begin after this one: the database was restored, and what was told before is not known here. */
  versionsFrom?: number;
};
