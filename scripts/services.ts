import { analytics } from '@hilo/analytics';
import { identityResolution } from '@hilo/identity-resolution';
import { ingest } from '@hilo/ingest';
import type { ServiceDefinition } from '@hilo/runtime';

/** The services that run so far, in the order in which an interaction passes them. */
export const services: readonly ServiceDefinition[] = [ingest, identityResolution, analytics];
