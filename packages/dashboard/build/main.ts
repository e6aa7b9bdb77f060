import { buildDashboard } from './build.ts';

await buildDashboard((line) => console.log(line));
