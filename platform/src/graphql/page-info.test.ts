import { ask } from './testing/ask';
import { shelves as openShelves } from './testing/library';

const shelves = openShelves();

describe('a connection', () => {
  const PAGE =
    'query ($after: String) { shelves(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }';

  it('is read page by page with opaque cursors', async () => {
    const first = await ask(shelves, PAGE);
    const page = first.data?.['shelves'] as { pageInfo: { endCursor: string } };
    expect(page).toMatchObject({
      edges: [{ node: { id: 'a' } }, { node: { id: 'b' } }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      totalCount: null,
    });
    expect((await ask(shelves, PAGE, { after: page.pageInfo.endCursor })).data).toMatchObject({
      shelves: { edges: [{ node: { id: 'c' } }], pageInfo: { hasNextPage: false, hasPreviousPage: true } },
    });
  });

  it.each(['x', 'W10', 'bnVsbA', 'WzFd'])('refuses the cursor %s', async (after) => {
    const answer = await ask(shelves, PAGE, { after });
    expect(answer.errors?.[0]?.message).toBe('The cursor is not one that this list gave out.');
  });

  it.each([0, 101, -1])('refuses first: %i', async (first) => {
    const answer = await ask(shelves, `{ shelves(first: ${first}) { nodes { id } } }`);
    expect(answer.errors?.[0]?.extensions).toStrictEqual({ code: 'BAD_USER_INPUT' });
  });
});
