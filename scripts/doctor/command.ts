import { diagnose, type Finding, type ServiceDefinition } from '@hilo/runtime';
import type { Command } from 'commander';

/** `hilo doctor`: ends with 1 if something has failed. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description(
      'look at all that Hilo needs, with the variables of its services: database, roles, migrations, topics, clock, lag, disk, secrets; say what to do, and change nothing',
    )
    .argument('[services...]', 'these alone, where the variables are of one service and not of all', [])
    .option('--json', 'say it as JSON: { ok, findings: [{ check, status, message, todo }] }')
    .action(async (names: readonly string[], { json }: { json?: true }) => {
      const findings = await diagnose(await wanted(names), process.env);
      const ok = findings.every(({ status }) => status !== 'failed');
      console.log(json ? JSON.stringify({ ok, findings }, null, 2) : findings.map(lineOf).join('\n'));
      // What clients of the log have left open does not keep the doctor.
      process.exit(ok ? 0 : 1);
    });
};

const wanted = async (names: readonly string[]): Promise<readonly ServiceDefinition[]> => {
  const { services } = await import('../services.ts');
  const unknown = names.filter((name) => !services.some((service) => service.name === name));
  if (unknown.length > 0)
    throw new Error(
      `There is no service ${unknown.join(' or ')}; there is ${services.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? services : services.filter(({ name }) => names.includes(name));
};

const lineOf = ({ status, check, message, todo }: Finding): string =>
  `${status.padEnd(8)} ${check.padEnd(14)} ${message}${todo === undefined ? '' : `\n${' '.repeat(24)}→ ${todo}`}`;
