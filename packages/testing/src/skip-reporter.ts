import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end what was skipped, and leaves one line of totals where HILO_TEST_SUMMARY says. */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    if (skipped.length > 0) console.log('\nSkipped, and why (the reason is in the name):');
    for (const name of new Set(skipped.map((test) => test.fullName))) console.log(`  ${name}`);
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const line = `${inState('passed').length} passed, ${inState('failed').length + broken} failed, ${skipped.length} skipped`;
    const file = process.env.HILO_TEST_SUMMARY;
    if (file) writeFileSync(file, `${line}\n`);
  }
}
