import { expect, it } from 'vitest';
import { readViews, withoutView, withView } from './saved-views.ts';

const view = (name: string, search = '') => ({ name, path: '/cases', search });

it('keeps a view under its name, the latest first, and another of that name in its place', () => {
  const views = withView(withView(withView([], view('one')), view('two')), view('one', '?queue=a'));
  expect(views).toEqual([view('one', '?queue=a'), view('two')]);
  expect(withoutView(views, 'one')).toEqual([view('two')]);
  expect(readViews(JSON.stringify(views))).toEqual(views);
});

it('understands nothing that is no view of a page of its own, and does not break of it', () => {
  const strange = [null, 1, {}, { name: 'x', path: '//elsewhere.example', search: '' }, { ...view('x'), path: 'y' }];
  expect(readViews(JSON.stringify(strange))).toEqual([]);
  expect([null, '', '{', '{}', '"x"'].map(readViews)).toEqual([[], [], [], [], []]);
});
