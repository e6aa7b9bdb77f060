import { expect, it } from 'vitest';
import { command, composed, registeredStatements, statement, statementIn } from './statement.ts';

const latest = () => {
  const one = registeredStatements().at(-1);
  return { texts: one?.texts(), madeAt: one?.madeAt() };
};

it('knows every statement, and where it is made', () => {
  const countSql = statement('SELECT count(*) FROM topics WHERE name = $1');
  expect(latest()).toEqual({
    texts: ['SELECT count(*) FROM topics WHERE name = $1'],
    madeAt: expect.stringMatching(/^packages\/log\/src\/postgres\/statement\.test\.ts:\d+$/),
  });
  expect(countSql(['one'])).toEqual({ text: 'SELECT count(*) FROM topics WHERE name = $1', values: ['one'] });
  expect(countSql(['other']).values).toEqual(['other']);
});

it('lets no two texts have one name, by which a connection would take the one for the other', () => {
  statement({ name: 'of-the-test', text: 'SELECT 1' });
  expect(statement({ name: 'of-the-test', text: 'SELECT 1' })()).toMatchObject({ name: 'of-the-test' });
  expect(() => statement({ name: 'of-the-test', text: 'SELECT 2' })).toThrow('of-the-test');
});

it('knows the tables of an example, and asks those that are named', () => {
  const countSql = statementIn('mine', (schema) => `SELECT count(*) FROM ${schema}.topics WHERE name = $1`);
  expect(latest().texts).toEqual(['SELECT count(*) FROM mine.topics WHERE name = $1']);
  expect(countSql('yours', ['one'])).toEqual({
    text: 'SELECT count(*) FROM yours.topics WHERE name = $1',
    values: ['one'],
  });
});

it('knows what is composed in the shape of every example', () => {
  const compose = (name: string | undefined) => ({
    toSQL: () =>
      name === undefined
        ? { sql: 'SELECT FROM topics', params: [] }
        : { sql: 'SELECT FROM topics WHERE name = $1', params: [name] },
  });
  const topicsSql = composed(compose, [[undefined], ['one']]);
  expect(latest().texts).toEqual(['SELECT FROM topics', 'SELECT FROM topics WHERE name = $1']);
  expect(topicsSql('other')).toEqual({ text: 'SELECT FROM topics WHERE name = $1', values: ['other'] });
});

it('takes nothing for a command that could have been prepared', () => {
  expect(command('SAVEPOINT part')).toEqual({ text: 'SAVEPOINT part' });
  for (const text of [
    'SELECT 1',
    '\n  with one AS (SELECT 1) SELECT 1',
    '(SELECT 1) UNION (SELECT 2)',
    'DELETE FROM topics',
  ])
    expect(() => command(text)).toThrow('no command');
});
