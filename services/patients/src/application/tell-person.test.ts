import { amal, at, order } from '../domain/testing';
import { tellMerge, tellUnmerge } from './tell-merge';
import { tellPerson, type PersonTelling } from './tell-person';
import { contextOf, memoryPatients } from './testing';

let sent = 0;
const next = () => contextOf(`message-${(sent += 1)}`);
const number = (value: string) => ({ authority: 'RXX', value });
const person = (value: string, minute: number, rest: Partial<PersonTelling> = {}): PersonTelling => ({
  hospitalNumber: number(value),
  telling: {},
  order: order(minute),
  occurredAt: at,
  ...rest,
});

async function told(memory: ReturnType<typeof memoryPatients>, telling: PersonTelling) {
  const result = await tellPerson(memory.deps, telling, next());
  if (result.outcome !== 'told') throw new Error(`Refused with ${result.code}.`);
  return result;
}

it('registers a person once, and updates them after that', async () => {
  const memory = memoryPatients();
  const first = await told(memory, person('A100', 1, { telling: { family: 'Khan' } }));
  const second = await told(memory, person('A100', 2, { telling: { family: 'Rees' } }));
  expect([first.created, first.changed, second.created, second.changed]).toStrictEqual([true, true, false, true]);
  expect(second.toldAs).toBe(first.toldAs);
  expect(second.current.person.name.family).toBe('Rees');
  expect(second.current.revision).toBe(2);
});

it('answers a repeated telling as the first time', async () => {
  const memory = memoryPatients();
  const context = next();
  const telling = person('A100', 1, { telling: { family: 'Khan' } });
  const first = await tellPerson(memory.deps, telling, context);
  expect(await tellPerson(memory.deps, telling, context)).toStrictEqual(first);
});

it('changes nothing for a telling that says what is known', async () => {
  const memory = memoryPatients();
  await told(memory, person('A100', 1, { telling: { family: 'Khan' } }));
  expect(await told(memory, person('A100', 2, { telling: { family: 'Khan' } }))).toMatchObject({ changed: false });
});

it('refuses a person without a number', async () => {
  const { deps } = memoryPatients();
  const nameless = { telling: { family: 'Khan' }, order: order(1), occurredAt: at };
  const missing = { outcome: 'refused', code: 'IDENTIFIER_MISSING' };
  expect(await tellPerson(deps, nameless, next())).toStrictEqual(missing);
  expect(await tellPerson(deps, { ...nameless, nhsNumber: '9990000019' }, next())).toStrictEqual(missing);
});

it('keeps a person of whom only the NHS number is told apart from one with a hospital number', async () => {
  const memory = memoryPatients();
  const a = await told(memory, person('A100', 1, { nhsNumber: '999 000 0018' }));
  const b = await told(memory, { nhsNumber: '9990000018', telling: {}, order: order(2), occurredAt: at });
  expect(b.toldAs).not.toBe(a.toldAs);
  expect(memory.openTasks()).toMatchObject([{ task: { subjects: [b.toldAs, a.toldAs] } }]);
});

describe('an NHS number that another patient holds', () => {
  it('stays with both, and asks people to compare them', async () => {
    const memory = memoryPatients();
    const a = await told(memory, person('A100', 1, { nhsNumber: '9990000018' }));
    const b = await told(memory, person('B200', 2, { nhsNumber: '9990000018' }));
    expect(b.current.person.nhsNumber).toMatchObject({ number: '9990000018' });
    expect(memory.openTasks()).toMatchObject([
      { task: { kind: 'nhs-number-claimed-elsewhere', subjects: [b.toldAs, a.toldAs] } },
    ]);
  });

  it('is held by whoever was told it first, though that word came last', async () => {
    const memory = memoryPatients();
    const b = await told(memory, person('B200', 2, { nhsNumber: '9990000018' }));
    const a = await told(memory, person('A100', 1, { nhsNumber: '9990000018' }));
    expect(memory.openTasks()).toMatchObject([{ task: { subjects: [b.toldAs, a.toldAs] } }]);
  });

  it('is theirs alone when the other lets go of it', async () => {
    const memory = memoryPatients();
    await told(memory, person('A100', 1, { nhsNumber: '9990000018' }));
    await told(memory, person('B200', 2, { nhsNumber: '9990000018' }));
    await told(memory, person('A100', 3, { nhsNumber: null }));
    expect(memory.openTasks()).toStrictEqual([]);
  });

  it('is no conflict once they are merged', async () => {
    const memory = memoryPatients();
    await told(memory, person('A100', 1, { nhsNumber: '9990000018' }));
    await told(memory, person('B200', 2, { nhsNumber: '9990000018' }));
    const survivor = { ...person('A100', 3), hospitalNumber: number('A100') };
    await tellMerge(memory.deps, { survivor, retired: number('B200'), order: order(3), occurredAt: at }, next());
    expect(memory.openTasks()).toStrictEqual([]);
  });
});

describe('a number that cannot be one', () => {
  it('never keeps the person out, and asks for a correction', async () => {
    const memory = memoryPatients();
    const { current, toldAs } = await told(memory, person('A100', 1, { nhsNumber: '9990000019' }));
    expect(current.person.nhsNumber).toBeNull();
    expect(memory.openTasks()).toMatchObject([{ task: { kind: 'nhs-number-refused', subjects: [toldAs] } }]);
  });

  it('is asked about no more once another is told, or that there is none', async () => {
    for (const nhsNumber of ['9990000018', null]) {
      const memory = memoryPatients();
      await told(memory, person('A100', 1, { nhsNumber: '9990000019' }));
      await told(memory, person('A100', 2, { telling: { family: 'Khan' } }));
      expect(memory.openTasks()).toHaveLength(1);
      await told(memory, person('A100', 3, { nhsNumber }));
      expect(memory.openTasks()).toStrictEqual([]);
    }
  });

  it('is not asked about where a later one is known, and is asked about again where it comes again', async () => {
    const memory = memoryPatients();
    await told(memory, person('A100', 3, { nhsNumber: '9990000018' }));
    await told(memory, person('A100', 1, { nhsNumber: '9990000019' }));
    expect(memory.openTasks()).toStrictEqual([]);
    await told(memory, person('A100', 4, { nhsNumber: '9990000019' }));
    expect(memory.openTasks()).toMatchObject([{ task: { kind: 'nhs-number-refused' } }]);
  });

  it('is a test number among real people', async () => {
    const memory = memoryPatients();
    const { current } = await told(
      { ...memory, deps: { ...memory.deps, population: 'real' } },
      person('A100', 1, { nhsNumber: '9990000018' }),
    );
    expect(current.person.nhsNumber).toBeNull();
    expect(memory.openTasks()).toMatchObject([{ task: { kind: 'nhs-number-refused' } }]);
  });

  it('is only remarked on when it may be a real one among invented people', async () => {
    const memory = memoryPatients();
    const { current, toldAs } = await told(memory, person('A100', 1, { nhsNumber: '943 476 5919' }));
    expect(current.person.nhsNumber).toMatchObject({ number: '9434765919' });
    expect(memory.suspicious).toStrictEqual([toldAs]);
    expect(memory.openTasks()).toStrictEqual([]);
  });
});

describe('a merge', () => {
  const mergeOf = (survivor: string, retired: string, minute: number) => ({
    survivor: { ...person(survivor, minute), hospitalNumber: number(survivor) },
    retired: number(retired),
    order: order(minute),
    occurredAt: at,
  });

  it('sends late messages for the retired number to the survivor', async () => {
    const memory = memoryPatients();
    const a = await told(memory, person('A100', 1, { telling: { family: 'Khan' } }));
    await told(memory, person('B200', 2, { telling: { family: 'Rees' } }));
    await tellMerge(memory.deps, mergeOf('A100', 'B200', 3), next());
    const late = await told(memory, person('B200', 4, { telling: { phoneMobile: '07700 900001' } }));
    expect(late.current.person).toMatchObject({
      patientId: a.toldAs,
      name: { family: 'Khan' },
      phoneMobile: '07700 900001',
      hospitalNumbers: [number('A100'), number('B200')],
    });
  });

  it('of a number that was never heard of sends its later messages to the survivor', async () => {
    const memory = memoryPatients();
    const a = await told(memory, person('A100', 1));
    const result = await tellMerge(memory.deps, mergeOf('A100', 'B200', 3), next());
    expect(result).toMatchObject({ outcome: 'merged', current: { person: { patientId: a.toldAs } } });
    expect((await told(memory, person('B200', 2))).current.person.patientId).toBe(a.toldAs);
  });

  it('is followed through a chain, and undone by an unmerge', async () => {
    const memory = memoryPatients();
    const c = await told(memory, person('C300', 1, { telling: { family: 'Cox' } }));
    await tellMerge(memory.deps, mergeOf('B200', 'C300', 2), next());
    const result = await tellMerge(memory.deps, mergeOf('A100', 'B200', 3), next());
    const late = await told(memory, person('C300', 4, { telling: { given: 'Cerys' } }));
    expect(result).toMatchObject({ current: { person: { patientId: late.current.person.patientId } } });
    await tellUnmerge(memory.deps, { retiredId: c.toldAs, order: order(5), occurredAt: at }, next());
    expect((await told(memory, person('C300', 6))).current.person).toMatchObject({
      patientId: c.toldAs,
      name: { family: 'Cox', given: 'Cerys' },
      mergedInto: null,
    });
  });

  it('of a number into itself is refused', async () => {
    const { deps } = memoryPatients();
    expect(await tellMerge(deps, mergeOf('A100', 'A100', 1), next())).toStrictEqual({
      outcome: 'refused',
      code: 'INVALID_INPUT',
    });
  });

  it('in a circle sets the oldest aside and asks people to look', async () => {
    const memory = memoryPatients();
    await tellMerge(memory.deps, mergeOf('A100', 'B200', 1), next());
    const result = await tellMerge(memory.deps, mergeOf('B200', 'A100', 2), next());
    expect(result).toMatchObject({ current: { person: { hospitalNumbers: [number('B200'), number('A100')] } } });
    expect(memory.openTasks()).toMatchObject([{ task: { kind: 'merges-contradict' } }]);
  });

  it('in a circle is asked about until a merge of it is undone, or leads elsewhere', async () => {
    for (const isUndone of [true, false]) {
      const memory = memoryPatients();
      const a = await told(memory, person('A100', 0));
      await tellMerge(memory.deps, mergeOf('A100', 'B200', 1), next());
      const second = mergeOf('B200', 'A100', 2);
      await tellMerge(memory.deps, second, next());
      const unmerge = { retiredId: a.toldAs, order: order(3), occurredAt: at };
      if (isUndone) await tellUnmerge(memory.deps, unmerge, next());
      else await tellMerge(memory.deps, mergeOf('C300', 'A100', 3), next());
      expect(memory.openTasks()).toStrictEqual([]);
      await tellMerge(memory.deps, second, next());
      expect(memory.openTasks()).toStrictEqual([]);
    }
  });

  it('of a record whose NHS number was refused leaves nothing to correct, also where it is told late', async () => {
    const memory = memoryPatients();
    await told(memory, person('B200', 1, { nhsNumber: '9990000019' }));
    expect(memory.openTasks()).toHaveLength(1);
    await tellMerge(memory.deps, mergeOf('A100', 'B200', 2), next());
    await told(memory, person('B200', 3, { nhsNumber: '9990000019' }));
    expect(memory.openTasks()).toStrictEqual([]);
  });
});

it('unmerging a patient who was never registered is refused', async () => {
  const { deps } = memoryPatients();
  expect(await tellUnmerge(deps, { retiredId: amal, order: order(1), occurredAt: at }, next())).toStrictEqual({
    outcome: 'refused',
    code: 'PATIENT_NOT_KNOWN',
  });
});
