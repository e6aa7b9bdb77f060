import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findTool, itWith } from '../kubernetes/tools.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const monitoring = join(root, 'infra', 'monitoring');
const rules = readFileSync(join(monitoring, 'rules.yaml'), 'utf8');
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
const runbookOf = (alert: string): string =>
  `docs/runbooks/${alert.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.md`;

itWith(
  { promtool: () => findTool('promtool') },
  'promtool takes the rules, and each fires when it should',
  async ({ promtool }) => {
    const checked = await run(promtool, ['check', 'rules', join(monitoring, 'rules.yaml')]);
    expect(checked.stdout).toContain('SUCCESS');
    const tested = await run(promtool, ['test', 'rules', join(monitoring, 'rules.test.yaml')]);
    expect(tested.stdout).toContain('SUCCESS');
    // What is wrong is refused: the tests of the rules are no formality.
    await expect(run(promtool, ['check', 'rules', join(monitoring, 'rules.test.yaml')])).rejects.toThrow();
  },
  120_000,
);

it.each(alerts)('%s has a runbook that says what it means, where to look and what to do', (alert) => {
  const path = runbookOf(alert);
  expect(rules).toContain(`runbook_url: ${path}`);
  expect(existsSync(join(root, path))).toBe(true);
  const text = readFileSync(join(root, path), 'utf8');
  expect(text.startsWith(`# ${alert}\n`)).toBe(true);
  for (const part of ['\n## Look\n\n- ', '\n## Do\n\n- ']) expect(text).toContain(part);
});

it('there is no runbook without an alert, no alert that is not tested, and no link in one that leads nowhere', () => {
  const runbooks = readdirSync(join(root, 'docs', 'runbooks'));
  expect(runbooks.toSorted()).toEqual(alerts.map((alert) => runbookOf(alert).replace('docs/runbooks/', '')).toSorted());
  const tests = readFileSync(join(monitoring, 'rules.test.yaml'), 'utf8');
  expect(alerts.filter((alert) => !tests.includes(`alertname="${alert}"`))).toEqual([]);
  const links = runbooks.flatMap((name) => [
    ...readFileSync(join(root, 'docs', 'runbooks', name), 'utf8').matchAll(/\]\(([\w-]+\.md)\)/g),
  ]);
  expect(links.map(([, name = '']) => name).filter((name) => !runbooks.includes(name))).toEqual([]);
});
