import { as, startForTest, until, type PatientsInTest } from './testing/patients-in-test';
import { bookingClerk, pageIn, searchingIn } from './testing/searching';
import { khan, NHS, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let search: ReturnType<typeof searchingIn>;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  search = searchingIn(patients);
});
afterEach(async () => patients.close());

let told = 0;
beforeEach(() => {
  told = 0;
});
const known = async (number: string, more: object) =>
  (await tell.person((told += 1), { hospitalNumber: numbered(number), ...more })).patientId;

describe('searching', () => {
  it('finds by everything that clerks type', async () => {
    const amal = await known('A100', { ...khan, family: 'O’Neill-Khan', given: 'Amal', middle: 'Rose' });
    await search.once('khan', amal);
    const texts = [
      '999 000 0018',
      '9990000018',
      'a100',
      'A 100',
      'ONEILL 290280',
      '29/02/1980 khan',
      'o’neill khan am',
    ];
    const more = [
      "O'NEILL-KHAN, Amal Rose",
      'oneill-khan',
      'khan amal',
      'amal khan',
      '07700 900 001',
      '+447700900001',
      '900001',
    ];
    for (const text of [...texts, ...more]) expect([text, await search.ids(text)]).toStrictEqual([text, [amal]]);
    for (const text of ['khan b', 'KHAN 280280', 'A101', '900002', 'amalia']) {
      expect([text, await search.ids(text)]).toStrictEqual([text, []]);
    }
  });

  it('folds accents', async () => {
    const muller = await known('B200', { family: 'Müller', given: 'Zoë' });
    await search.once('muller zoe', muller);
    expect(await search.ids('MÜLLER, ZOË')).toStrictEqual([muller]);
  });

  it('goes through pages in the order of surname, forename, birth date', async () => {
    const people = [
      ['Reeson', 'Al', '1980-01-01'],
      ['Rees', 'Bryn', '1980-01-01'],
      ['Rees', 'Amal', '1990-01-01'],
      ['Rees', 'Amal', '1970-01-01'],
      ['Reese', 'Zoe', '1980-01-01'],
    ] as const;
    const ids: string[] = [];
    for (const [index, [family, given, birthDate]] of people.entries()) {
      ids.push(await known(`C${index}00`, { family, given, birthDate }));
    }
    await until(
      () => search.ids('ree'),
      (found) => found.length === 5,
    );
    const first = pageIn(await search.ask('ree', bookingClerk, { first: 3 }));
    const second = pageIn(await search.ask('ree', bookingClerk, { first: 3, after: first.pageInfo.endCursor }));
    const order = [...first.nodes, ...second.nodes].map(({ id }) => ids.indexOf(id));
    expect(order).toStrictEqual([3, 2, 1, 4, 0]);
    expect([first, second].map(({ pageInfo, totalCount }) => [pageInfo.hasNextPage, totalCount])).toStrictEqual([
      [true, null],
      [false, null],
    ]);
  });

  it('says what to add or to mend, as data', async () => {
    for (const [text, code] of [
      ['r', 'TYPE_MORE'],
      ['9990000019', 'NHS_NUMBER_CHECK_DIGIT'],
      ['29/02/1980', 'DATE_NEEDS_SURNAME'],
      ['rees 310280', 'NO_SUCH_BIRTH_DATE'],
    ] as const) {
      const page = pageIn(await search.ask(text));
      expect(page).toMatchObject({ nodes: [], advice: { code } });
      expect(page.advice?.message).toMatch(/\.$/);
    }
  });

  it('finds by an exact number whoever was registered a moment ago', async () => {
    const amal = await known('A100', khan);
    expect(await search.ids(NHS)).toStrictEqual([amal]);
    const bryn = await known('B200', {});
    expect(await search.ids('B200')).toStrictEqual([bryn]);
  });

  it('shows a survivor once, by the names and numbers of the records merged into it', async () => {
    const married = await known('A100', { family: 'Rees', given: 'Amal', nhsNumber: '9990000026' });
    const maiden = await known('B200', { family: 'Reed', given: 'Amal', nhsNumber: NHS, phoneHome: '01632 960001' });
    await search.once('reed', maiden);
    await tell.merge(9, { hospitalNumber: numbered('A100') }, numbered('B200'));
    await search.once('reed', married);
    for (const text of ['ree', 'reed', 'rees', 'B200', 'A100', NHS, '9990000026', '960001']) {
      expect([text, await search.ids(text)]).toStrictEqual([text, [married]]);
    }
  });

  it('shows both who were told one NHS number', async () => {
    const both = [await known('A100', khan), await known('B200', khan)];
    expect(new Set(await search.ids(NHS))).toStrictEqual(new Set(both));
  });

  it('finds nobody any more by what was corrected', async () => {
    const amal = await known('A100', { family: 'Kahn', given: 'Amal' });
    await search.once('kahn', amal);
    await known('A100', { family: 'Khan' });
    await search.once('khan', amal);
    expect(await search.ids('kahn')).toStrictEqual([]);
  });

  it('is for those who may look up, and bounded', async () => {
    expect((await search.ask('rees', as('wall-display'))).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    for (const first of [0, 51]) {
      const { errors } = await search.ask('rees', bookingClerk, { first });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('reports whom a page shows, and nobody of the next', async () => {
    const ids = [await known('A100', { family: 'Rees' }), await known('B200', { family: 'Rees' })];
    await until(
      () => search.ids('rees'),
      (found) => found.length === 2,
    );
    const { shown } = await search.ask('rees', bookingClerk, { first: 1 });
    expect(shown).toHaveLength(1);
    expect(ids).toContain(shown[0]);
  });

  it('is the same after its rows were thrown away and built anew', async () => {
    const amal = await known('A100', khan);
    await search.once('khan', amal);
    await patients.services[0]?.rebuild?.(() => undefined);
    expect(await search.ids('khan am')).toStrictEqual([amal]);
  });
});

describe('a restricted patient', () => {
  const manager = as('bed-manager');
  const opened = (id: string) => ({ ...bookingClerk, breakGlass: [id] });

  it('is found by those who may know them, and by telephone by nobody', async () => {
    const amal = await known('A100', { ...khan, shielded: true });
    await search.once('khan', amal, manager);
    for (const text of ['khan am', 'KHAN 290280', NHS, 'A100']) {
      expect([text, await search.ids(text, manager)]).toStrictEqual([text, [amal]]);
      expect([text, await search.ids(text)]).toStrictEqual([text, []]);
      expect([text, await search.ids(text, opened(amal))]).toStrictEqual([text, [amal]]);
    }
    expect(await search.ids('07700900001', manager)).toStrictEqual([]);
    const [node] = pageIn(await search.ask('khan', opened(amal))).nodes;
    expect(node).toMatchObject({ restricted: true, name: { family: 'Khan' }, contact: null });
    expect((await search.ask('khan')).shown).toStrictEqual([]);
  });

  it('whose record was merged since it was opened is found by whoever opened it', async () => {
    const amal = await known('A100', { ...khan, shielded: true });
    await tell.merge(5, { hospitalNumber: numbered('B200'), family: 'Rees' }, numbered('A100'));
    const [survivor = ''] = await until(
      () => search.ids('khan', manager),
      (found) => found.length === 1 && found[0] !== amal,
    );
    await until(
      () => search.ids('rees', opened(amal)),
      (found) => found.length === 1,
    );
    for (const text of ['rees', 'khan am', 'B200']) {
      expect([text, await search.ids(text, opened(amal))]).toStrictEqual([text, [survivor]]);
    }
    expect(await search.ids('rees')).toStrictEqual([]);
  });

  it('changes nothing of what others are answered', async () => {
    const ids: string[] = [];
    for (const [index, given] of ['Ann', 'Bea', 'Cat', 'Dot'].entries()) {
      ids.push(await known(`D${index}00`, { family: 'Rees', given }));
    }
    await until(
      () => search.ids('rees'),
      (found) => found.length === 4,
    );
    const asked = async () =>
      Promise.all([1, 2, 3, 4].map(async (first) => pageIn(await search.ask('rees', bookingClerk, { first }))));
    const before = await asked();
    const hidden = [
      await known('E100', { family: 'Rees', given: 'Abe', shielded: true }),
      await known('E200', { family: 'Rees', given: 'Zac', shielded: true }),
    ];
    await until(
      () => search.ids('rees', manager),
      (found) => found.length === 6,
    );
    expect(await asked()).toStrictEqual(before);
    const page = pageIn(await search.ask('rees', opened(hidden[1] ?? ''), { first: 4 }));
    expect(page.pageInfo.hasNextPage).toBe(true);
  });

  it('leaves the search of others with the telling, and comes back with its end', async () => {
    const amal = await known('A100', khan);
    await search.once('khan', amal);
    await known('A100', { shielded: true });
    await until(
      () => search.ids('khan'),
      (found) => found.length === 0,
    );
    await known('A100', { shielded: false });
    await search.once('khan', amal);
    expect(await search.ids('900001')).toStrictEqual([amal]);
  });
});
