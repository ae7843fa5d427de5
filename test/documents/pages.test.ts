import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf, linksOf, pages, ROOT } from './pages';

const all = pages();
const named = all.flatMap((page) => evidenceOf(page).map((evidence) => ({ page: page.path, ...evidence })));

it('looks at real pages', () => {
  expect(all.length).toBeGreaterThan(15);
  expect(named.length).toBeGreaterThan(40);
});

it('every link to a file of ours leads somewhere', () =>
  expect(
    all.flatMap((page) =>
      linksOf(page)
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${page.path}: ${target}`),
    ),
  ).toStrictEqual([]));

it('every test that a page names is there, under that name', () =>
  expect(
    named
      .filter(
        ({ file, title }) => !existsSync(join(ROOT, file)) || !readFileSync(join(ROOT, file), 'utf8').includes(title),
      )
      .map(({ page, file, title }) => `${page}: ${file} › ${title}`),
  ).toStrictEqual([]));

it('every npm command that a page names is one of ours', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const asked = all.flatMap(({ path, text }) =>
    [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => ({ path, name })),
  );
  expect(asked.filter(({ name }) => !(name in scripts))).toStrictEqual([]);
});
