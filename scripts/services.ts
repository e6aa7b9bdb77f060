import { analytics } from '@hilo/analytics';
import { identityResolution } from '@hilo/identity-resolution';
import { ingest } from '@hilo/ingest';
import type { ServiceDefinition } from '@hilo/runtime';
import { surveyTrigger } from '@hilo/survey-trigger';

/** The four services, in the order in which an interaction passes them. */
export const services: readonly ServiceDefinition[] = [ingest, identityResolution, surveyTrigger, analytics];
