import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says at the end what was skipped, and leaves one line of totals where HILO_TEST_SUMMARY says. With HILO_NOTHING_SKIPPED, as on
 * the build machine, a test that is skipped fails the run, unless its reason has the words of HILO_MAY_BE_SKIPPED.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    if (skipped.length > 0) console.log('\nSkipped, and why (the reason is in the name):');
    for (const name of new Set(skipped.map((test) => test.fullName))) console.log(`  ${name}`);
    const allowed = process.env.HILO_MAY_BE_SKIPPED;
    const forbidden = skipped.filter((test) => !allowed || !test.fullName.includes(allowed));
    if (forbidden.length > 0 && process.env.HILO_NOTHING_SKIPPED) {
      console.log('Here nothing may be skipped: HILO_NOTHING_SKIPPED is set.');
      process.exitCode = 1;
    }
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const line = `${inState('passed').length} passed, ${inState('failed').length + broken} failed, ${skipped.length} skipped`;
    const file = process.env.HILO_TEST_SUMMARY;
    if (file) writeFileSync(file, `${line}\n`);
  }
}
