import type { ServiceDefinition } from '@hilo/runtime';

/** Every service without the others. */
const services = new Map<string, () => Promise<ServiceDefinition>>([
  ['ingest', async () => (await import('@hilo/ingest')).ingest],
  ['identity-resolution', async () => (await import('@hilo/identity-resolution')).identityResolution],
  ['survey-trigger', async () => (await import('@hilo/survey-trigger')).surveyTrigger],
  ['analytics', async () => (await import('@hilo/analytics')).analytics],
]);

/**
 * Runs the service that is asked for until the process ends, if it is one alone: what others and the commands need is not loaded,
 * so that it listens sooner, and takes less memory for as long as it runs. Resolves if something else is asked for.
 */
export const runOneService = async ([name = '', ...options]: readonly string[]): Promise<void> => {
  const load = services.get(name);
  if (load === undefined || options.length > 0) return;
  const { runProcess } = await import('@hilo/runtime');
  await runProcess([await load()], process.env);
  // It ends by itself: nothing else is to begin.
  await new Promise<never>(() => {});
};
