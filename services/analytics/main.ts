import { runProcess } from '@hilo/runtime';
import { analytics } from './service.ts';

await runProcess([analytics], process.env);
