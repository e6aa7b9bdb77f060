import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program that says who is there and tracks three events, by a client of another language. */
export type Program = {
  name: string;
  /** What the machine has to have. */
  needs: readonly string[];
  /** Brings the client, into a folder of its own. Rejects with what it prints where it cannot. */
  prepare(folder: string): Promise<void>;
  command(folder: string): readonly [file: string, ...args: string[]];
  environment?(folder: string): Readonly<Record<string, string>>;
};

const here = import.meta.dirname;

/** Runs a program to its end. Rejects with what it prints if it fails. */
export const runToEnd = async (
  [file, ...args]: readonly [string, ...string[]],
  options: { cwd?: string; environment?: Readonly<Record<string, string>>; timeoutMs?: number } = {},
): Promise<void> => {
  const { cwd = here, environment = {}, timeoutMs = 600_000 } = options;
  await promisify(execFile)(file, args, { cwd, env: { ...process.env, ...environment }, timeout: timeoutMs });
};

const python = (name: string, file: string): Program => ({
  name,
  needs: ['python3'],
  prepare: (folder) => {
    const requirements = join(here, 'python', 'requirements.txt');
    const target = ['--target', join(folder, 'python'), '-r', requirements];
    return runToEnd(['python3', '-m', 'pip', 'install', '--quiet', '--upgrade', ...target]);
  },
  command: () => ['python3', join(here, 'python', file)],
  environment: (folder) => ({ PYTHONPATH: join(folder, 'python') }),
});

const go = (name: string, program: string): Program => ({
  name,
  needs: ['go'],
  prepare: (folder) =>
    runToEnd(['go', 'build', '-o', join(folder, program), `./${program}`], { cwd: join(here, 'go') }),
  command: (folder) => [join(folder, program)],
});

const java = (name: string, file: string): Program => ({
  name,
  needs: ['java', 'mvn'],
  prepare: (folder) =>
    runToEnd([
      'mvn',
      ...['-B', '-q', '-f', join(here, 'java', 'pom.xml'), 'dependency:copy-dependencies'],
      ...[`-DoutputDirectory=${join(folder, 'java')}`, '-DincludeScope=runtime'],
    ]),
  command: (folder) => [
    'java',
    ...['-cp', `${join(folder, 'java')}/*`],
    ...[`-Djavax.net.ssl.trustStore=${join(folder, 'tls.p12')}`, '-Djavax.net.ssl.trustStorePassword=changeit'],
    join(here, 'java', file),
  ],
});

export const programs: readonly Program[] = [
  python('Segment for Python 2.4.0', 'with_segment.py'),
  python('RudderStack for Python 2.1.9', 'with_rudderstack.py'),
  go('Segment for Go 3.3.0', 'segment'),
  go('RudderStack for Go 4.2.1', 'rudderstack'),
  java('Segment for Java 3.5.2', 'SegmentJava.java'),
  java('Segment for Kotlin 1.19.2, on the JVM', 'SegmentKotlin.java'),
];
