import { heedSignals } from '@hilo/runtime/signals';

heedSignals();
const { runProcess } = await import('@hilo/runtime');
const { surveyTrigger } = await import('./service.ts');
await runProcess([surveyTrigger], process.env);
