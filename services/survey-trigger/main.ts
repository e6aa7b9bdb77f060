import { runProcess } from '@hilo/runtime';
import { surveyTrigger } from './service.ts';

await runProcess([surveyTrigger], process.env);
