import { signedInClient } from '@flow/gateway/testing/socket-client';
import { adt, nhsNumber } from '../product/adt';
import { certain } from '../product/certain';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import {
  BY_NUMBER,
  named,
  NOBODY,
  OCCUPANTS,
  PATHS,
  PATIENTS,
  VIEWERS,
  WHO,
  type Known,
  type Who,
} from '../product/who-sees-whom';

describe.each(['in-process', 'http'])('who sees whom, subgraphs %s', (SUBGRAPHS) => {
  let folder: string;
  let here: ProductHere;
  const known = new Map<Who, Known>();

  beforeAll(async () => {
    folder = await newFolder();
    here = await startHere(folder, { SUBGRAPHS });
    await here.tell(
      ...WHO.map((who) => {
        const { n, ward, bed, shielded } = PATIENTS[who];
        const told = adt('A01', { controlId: `C${n}`, patient: n, at: [ward, bed], when: '20260102090000' });
        return shielded ? `${told}ZU8||||Y\r` : told;
      }),
    );
    await here.settled();
    for (const who of WHO) known.set(who, await certain(`the patient ${who} is on the board`, 15_000, () => find(who)));
  });
  afterAll(async () => {
    await here.stop();
    await removeFolder(folder);
  });

  const knownOf = (who: Who): Known => {
    const found = known.get(who);
    if (found === undefined) throw new Error(`The patient ${who} is not known.`);
    return found;
  };
  /** The whole answer, its errors as well. */
  async function ask(token: string, query: string, variables: object): Promise<string> {
    const response = await fetch(`${here.http}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return response.text();
  }
  async function find(who: Who): Promise<Known | undefined> {
    const { n, ward, bed } = PATIENTS[who];
    const bedId = `${ward}-${bed}`;
    const { token } = await here.as('bea');
    const answer = await ask(token, `query ($id: ID!) { bed(id: $id) { ${OCCUPANTS} } }`, { id: bedId });
    const { data } = JSON.parse(answer) as {
      data: { bed: { occupants: { stayId: string; family: string | null; patient: { id: string } }[] } };
    };
    const [occupant] = data.bed.occupants;
    if (occupant?.family !== `Testperson${n}`) return undefined;
    const found = { n, ward, bedId, stayId: occupant.stayId, patientId: occupant.patient.id };
    const stay = await ask(token, 'query ($id: ID!) { stay(id: $id) { id } }', { id: found.stayId });
    return stay.includes(found.stayId) ? found : undefined;
  }
  async function tokenOf({ user, opened }: (typeof VIEWERS)[number]): Promise<string> {
    const { token } = await here.as(user);
    if (opened === undefined) return token;
    const input = {
      idempotencyKey: `open-${user}`,
      patient: { id: knownOf(opened).patientId },
      reason: 'EMERGENCY_CARE',
    };
    const OPEN = 'mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { ... on BreakGlassOpened { id } } }';
    expect(await ask(token, OPEN, { input })).toContain('"id"');
    return token;
  }
  /** Everything of a person that must not stand where they are not shown. */
  const traces = ({ n, stayId }: Known): RegExp => new RegExp(`Testperson${n}"|"P${n}"|${nhsNumber(n)}|${stayId}`);

  describe.each(VIEWERS.map((viewer) => [viewer.user, viewer.opened ?? 'nobody', viewer] as const))(
    '%s, having opened %s',
    (_user, _opened, viewer) => {
      let token: string;
      beforeAll(async () => void (token = await tokenOf(viewer)));

      it.each(Object.keys(PATHS))('by %s', async (name) => {
        const path = PATHS[name];
        if (path === undefined) throw new Error('There is no such path.');
        for (const who of WHO) {
          const patient = knownOf(who);
          const answer = await ask(token, path.query, path.variables(patient));
          const isSeen = answer.includes(path.sign(patient));
          expect({ who, isSeen }).toStrictEqual({ who, isSeen: viewer.sees[who].includes(path.shows) });
          if (!isSeen) expect(answer).not.toMatch(traces(patient));
          if (isSeen || !BY_NUMBER.includes(name)) continue;
          const ofNobody = await ask(token, path.query, path.variables({ ...patient, n: NOBODY }));
          expect(withoutIds(answer)).toStrictEqual(withoutIds(ofNobody));
        }
      });

      it('by a board that is followed', async () => {
        for (const ward of ['W1', 'W2']) {
          const client = await signedInClient(here.http, token);
          const fields = `... on WardBoardSnapshot { board { beds { reads ${OCCUPANTS} } } }`;
          client.subscribe('a', `subscription { wardBoard(wardId: "${ward}") { __typename ${fields} } }`);
          const frame = JSON.stringify(await client.next());
          client.socket.close();
          for (const who of WHO.filter((one) => PATIENTS[one].ward === ward)) {
            const isSeen = frame.includes(named(knownOf(who)));
            expect({ who, isSeen }).toStrictEqual({ who, isSeen: viewer.sees[who].includes('on the board') });
            if (!isSeen) expect(frame).not.toMatch(traces(knownOf(who)));
          }
        }
      });

      it('by counts, which are of beds and the same whoever may be known', async () => {
        const COUNTS = '{ hospitalBoard { totals { occupied } wards { id counts { occupied } } } }';
        const { data } = JSON.parse(await ask(token, COUNTS, {})) as {
          data: { hospitalBoard: { totals: { occupied: number }; wards: { counts: { occupied: number } }[] } | null };
        };
        if (data.hospitalBoard === null) return;
        const { totals, wards } = data.hospitalBoard;
        const inScope = wards.length * 2;
        expect([totals.occupied, wards.map(({ counts }) => counts.occupied)]).toStrictEqual([
          inScope,
          wards.map(() => 2),
        ]);
      });

      it('by a forged reference to an entity', async () => {
        const FORGED =
          'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Patient { name { family } } } }';
        const of = WHO.map((who) => ({ __typename: 'Patient', id: knownOf(who).patientId }));
        const answer = await ask(token, FORGED, { of });
        expect(answer).toContain('GRAPHQL_VALIDATION_FAILED');
        for (const who of WHO) expect(answer).not.toMatch(traces(knownOf(who)));
      });
    },
  );

  it('leaves every look at an opened patient marked, and the opening in the queue', async () => {
    const { token } = await here.as('iggy');
    const { patientId } = knownOf('shielded in W1');
    const LOOKED = `query ($id: ID!) { whoLookedAt(patientId: $id, first: 100) {
      nodes { user breakGlass reason operation outcome } } }`;
    const answer = await certain('the looks are written down', 15_000, async () => {
      const told = await ask(token, LOOKED, { id: patientId });
      return told.includes('"tam"') ? told : undefined;
    });
    const { data } = JSON.parse(answer) as {
      data: { whoLookedAt: { nodes: { user: string; breakGlass: boolean; reason: string | null }[] } };
    };
    const looks = data.whoLookedAt.nodes;
    expect(
      looks.filter(({ user }) => user === 'tam').map(({ breakGlass, reason }) => [breakGlass, reason]),
    ).toContainEqual([true, 'EMERGENCY_CARE']);
    expect(looks.filter(({ user, breakGlass }) => user === 'tam' && !breakGlass)).toStrictEqual([]);
    expect(looks.some(({ user }) => user === 'sol' || user === 'wall' || user === 'ned')).toBe(false);
    const QUEUE = '{ breakGlassReviews { nodes { user reason patientIds overdue } } }';
    expect(await ask(token, QUEUE, {})).toContain(patientId);
  });

  it('has no name or number of a patient in the log', () => {
    const log = here.log.join('\n');
    for (const who of WHO)
      expect(log).not.toMatch(new RegExp(`Testperson${PATIENTS[who].n}|${nhsNumber(PATIENTS[who].n)}`));
  });
});

/** Correlation ids are of each request. */
const withoutIds = (answer: string): string => answer.replace(/"correlationId":"[^"]*"/g, '"correlationId":""');
