import { metrics } from '@opentelemetry/api';

/** Exports what the process takes, by the semantic conventions: its CPU time, its memory, and for how long it runs. */
export const observeProcess = (): void => {
  const meter = metrics.getMeter('hilo');
  meter
    .createObservableCounter('process.cpu.time', { description: 'CPU time of the process, all threads.', unit: 's' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { 'cpu.mode': 'user' });
      result.observe(system / 1e6, { 'cpu.mode': 'system' });
    });
  meter
    .createObservableGauge('process.memory.usage', { description: 'Resident memory of the process.', unit: 'By' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge('process.uptime', { description: 'For how long the process runs.', unit: 's' })
    .addCallback((result) => result.observe(process.uptime()));
};
