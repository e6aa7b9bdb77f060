import { expect, it } from 'vitest';
import { groupsAt, rolesOf } from './roles-of-claims.ts';

it.each<[string, object, string[] | undefined]>([
  ['groups', { groups: ['agents', 7] }, ['agents']],
  ['groups', { groups: 'agents' }, ['agents']],
  ['groups', { groups: [] }, []],
  ['groups', {}, undefined],
  ['realm_access.roles', { realm_access: { roles: ['agent'] } }, ['agent']],
  ['realm_access.roles', { realm_access: 'agent' }, undefined],
  ['https://hilo.example.org/roles', { 'https://hilo.example.org/roles': ['agent'] }, ['agent']],
  ['constructor.name', {}, undefined],
])('finds the groups at %s in %o', (path, claims, groups) => {
  expect(groupsAt({ ...claims }, path)).toEqual(groups);
});

it('gives the roles of the groups that the list names, and of no others', () => {
  const list = [
    ['cn=staff,ou=it', 'operator'],
    ['agents', 'agent'],
    ['agents', 'analyst'],
  ] as const;
  expect(rolesOf(['agents', 'admin'], list)).toEqual(['agent', 'analyst']);
  expect(rolesOf(['cn=staff,ou=it', 'agents'], list)).toEqual(['agent', 'analyst', 'operator']);
  expect(rolesOf([], list)).toEqual([]);
});

it('takes groups for the roles that they are called by, without a list', () => {
  expect(rolesOf(['admin', 'agent', 'everybody'], [])).toEqual(['agent', 'admin']);
});
