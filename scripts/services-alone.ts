import type { ServiceDefinition } from '@hilo/runtime';

/** Every service without the others, in the order in which an interaction passes them. */
const services = new Map<string, () => Promise<ServiceDefinition>>([
  ['ingest', async () => (await import('@hilo/ingest')).ingest],
  ['identity-resolution', async () => (await import('@hilo/identity-resolution')).identityResolution],
  ['survey-trigger', async () => (await import('@hilo/survey-trigger')).surveyTrigger],
  ['analytics', async () => (await import('@hilo/analytics')).analytics],
]);

export const serviceNames: readonly string[] = [...services.keys()];

/**
 * Runs the service that is asked for, or all, until the process ends: what others and the commands need is not loaded, so that it
 * listens sooner, and takes less memory for as long as it runs. Resolves if something else is asked for.
 */
export const runServicesAlone = async ([name = '', ...options]: readonly string[]): Promise<void> => {
  const load = services.get(name);
  const loads = name === 'all' ? [...services.values()] : load === undefined ? [] : [load];
  if (loads.length === 0 || options.length > 0) return;
  const { runProcess } = await import('@hilo/runtime');
  await runProcess(await Promise.all(loads.map((one) => one())), process.env);
  // It ends by itself: nothing else is to begin.
  await new Promise<never>(() => {});
};
