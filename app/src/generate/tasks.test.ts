import { buildSchema, isInterfaceType, parse, print, type GraphQLSchema } from 'graphql';
import { generatedFiles } from './generated-files';

const files = generatedFiles();
const api: GraphQLSchema = buildSchema(files.get('schema/graphql/api.graphql') ?? '');

/** A task type, its list, and the word in the names of its mutations. */
const TASKS = [
  ['beds', 'BedTask', 'bedTasks'],
  ['ipm', 'InterfaceTask', 'ipmTasks'],
  ['patients', 'PatientTask', 'patientTasks'],
] as const;

/** What a subgraph says of types that it shares with others. */
const shared = (service: string): readonly string[] =>
  parse(files.get(`schema/graphql/subgraphs/${service}.graphql`) ?? '')
    .definitions.flatMap((definition) =>
      'name' in definition && /^(Task\w*|\w+TaskInput)$/.test(definition.name.value) ? [print(definition)] : [],
    )
    .sort();

it('the tasks of all services have one shape', () => {
  const task = api.getType('Task');
  if (!isInterfaceType(task)) throw new Error('There is no interface Task.');
  const types = api.getPossibleTypes(task).map(({ name }) => name);
  expect([...types].sort()).toStrictEqual(TASKS.map(([, type]) => type));
  expect(Object.keys(task.getFields()).sort()).toStrictEqual(
    [
      ...['ageMinutes', 'claimedAt', 'claimedBy', 'closedAt', 'closesWhen', 'id', 'kind', 'ownerRole', 'raisedAt'],
      ...['settledAs', 'settledByHand', 'status', 'subjects', 'suggestedFix', 'version'],
    ].sort(),
  );
});

it.each(TASKS)('%s describes the shape, its filters and its inputs as the others do', (service) => {
  expect(shared(service).length).toBeGreaterThan(5);
  expect(shared(service)).toStrictEqual(shared('beds'));
});

it.each(TASKS)('%s: %s is listed, claimed, released and settled as the others are', (_service, type, list) => {
  const argsOf = (field: string) =>
    api
      .getQueryType()
      ?.getFields()
      [field]?.args.map(({ name, type: of }) => `${name}: ${String(of)}`);
  expect(argsOf(list)).toStrictEqual([
    ...['status: TaskStatus', 'ownerRole: TaskOwner', 'kind: String', 'claimed: TaskClaimFilter'],
    ...['first: Int!', 'after: String'],
  ]);
  const inputOf = (mutation: string) =>
    String(
      api
        .getMutationType()
        ?.getFields()
        [mutation]?.args.find(({ name }) => name === 'input')?.type,
    );
  expect(['claim', 'release', 'settle'].map((does) => inputOf(`${does}${type}`))).toStrictEqual([
    ...['ClaimTaskInput!', 'ReleaseTaskInput!', 'SettleTaskInput!'],
  ]);
});
