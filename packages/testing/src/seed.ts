const seedOfTheBuildMachine = 20_261_130;

/**
 * By what a test draws that draws at random: `HILO_TEST_SEED`; without it, on the build machine (`CI`) always the same, so that a
 * change is judged by what it changes, and elsewhere another each time, which finds what nobody thought of.
 */
export const testSeed = (env: NodeJS.ProcessEnv = process.env): number =>
  Number(env.HILO_TEST_SEED ?? (env.CI ? seedOfTheBuildMachine : Date.now() % 2 ** 31));
