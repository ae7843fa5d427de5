import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parsePartnerConfig, PartnerFileRefused } from './partner-file';
import { partnerSchema } from './partner-schema';
import { readPartner } from './read-partner';

const minimal = { name: 'ipm', listen: { port: 2575 }, hospitalNumber: { authority: 'RXX' } };
const withMap = { ...minimal, location: { placesFile: 'places.csv' } };

const faultsOf = (told: unknown, csv?: string): readonly string[] => {
  try {
    parsePartnerConfig(told, { ...(csv !== undefined && { csv }) });
    return [];
  } catch (error) {
    if (error instanceof PartnerFileRefused) return error.faults;
    throw error;
  }
};

test('what a file leaves out is as usual', () => {
  expect(parsePartnerConfig(minimal)).toMatchObject({
    listen: { host: '127.0.0.1', port: 2575 },
    limits: { frameBytes: 512 * 1024, halfFrameMs: 30_000, idleMs: 0 },
    defaultCharset: 'windows-1252',
    ackMode: 'mirror',
    ackMeaning: { AE: 'park', AR: 'park' },
    ignoreOffsets: false,
    location: { components: { ward: 1, bay: 2, bed: 3, facility: 4 }, places: [] },
  });
});

test('docs/partner-file.md shows a file in order and explains every key', () => {
  const page = readFileSync(path.resolve(__dirname, '../../../../../docs/partner-file.md'), 'utf8');
  const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '');
  expect(parsePartnerConfig(example).name).toBe('ipm');
  const keys = Object.keys(partnerSchema.shape).filter((key) => key !== 'name');
  expect(keys.filter((key) => !page.includes(`| \`${key}\``))).toStrictEqual([]);
  expect(keys.filter((key) => !page.includes(`"${key}":`))).toStrictEqual([]);
});

test('every fault is told at once, by its field', () => {
  const told = { ...minimal, listen: { port: 70_000 }, ackMode: 'always', defaultCharset: 'ebcdic', ackmode: 1 };
  expect(faultsOf({ ...told, limits: { frameBytes: 1 } }).map((fault) => fault.split(':')[0])).toStrictEqual([
    'listen.port',
    'limits.frameBytes',
    'defaultCharset',
    'ackMode',
    'the file',
  ]);
});

test('what a peer may be is said of one that is none', () => {
  const peers = ['10.20.0.0/16', '2001:db8::1', 'ipm.example'];
  expect(faultsOf({ ...minimal, peers })).toStrictEqual([
    expect.stringMatching(/^peers\.2: must be an address \(10\./),
  ]);
});

test('the rows of the location map come after those of the file, empty cells as absent parts', () => {
  const csv = 'ward,bay,bed,facility,wardId,bayId,bedId\nE8,,,,W8,,\nE8,B,6,RXX01,W8,W8-B,W8-B-6\n';
  const { location } = parsePartnerConfig({ ...withMap, location: { placesFile: 'places.csv' } }, { csv });
  expect(location.places).toStrictEqual([
    { ward: 'E8', wardId: 'W8' },
    { ward: 'E8', bay: 'B', bed: '6', facility: 'RXX01', wardId: 'W8', bayId: 'W8-B', bedId: 'W8-B-6' },
  ]);
});

test('faults of the map are told by line and column, beside those of the file', () => {
  const csv = 'ward,bay,wardId\nE8,,W8\n,B,W9\nE8,,W8\n';
  expect(faultsOf({ ...withMap, ackMode: 'always' }, csv)).toStrictEqual([
    expect.stringMatching(/^ackMode: /),
    expect.stringMatching(/^places.csv line 3, column ward: /),
    'places.csv line 4: the same place stands on line 2 already',
  ]);
});

test.each([
  ['ward,bay\nE8,B\n', ['places.csv line 1: no column wardId']],
  ['ward,wardId,colour\nE8,W8,red\n', ['places.csv line 1: unknown column colour']],
  ['', ['places.csv line 1: no column ward', 'places.csv line 1: no column wardId']],
  ['ward,wardId\n', ['places.csv line 1: no place stands in it; name no map where there is none']],
  ['ward,wardId\nE8,W8,more\n', [expect.stringMatching(/^places.csv line 2: not a CSV table/)]],
])('a map that is no map: %j', (csv, faults) => expect(faultsOf(withMap, csv)).toStrictEqual(faults));

describe('in a folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'flow-partners-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: unknown) => {
    const file = path.join(folder, name);
    writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
    return file;
  };
  const refusal = async (file: string) => {
    const error: unknown = await readPartner(file).catch((reason: unknown) => reason);
    return error instanceof PartnerFileRefused ? error.faults : [];
  };

  test('the version is another whenever a byte of the file or of its map is', async () => {
    const file = write('ipm.json', withMap);
    const versions = [];
    for (const csv of ['ward,wardId\nA,W1\n', 'ward,wardId\nA,W2\n', 'ward,wardId\nA,W1\n']) {
      write('places.csv', csv);
      versions.push((await readPartner(file)).config.version);
    }
    expect(versions[0]).toBe(versions[2]);
    expect(versions[0]).not.toBe(versions[1]);
  });

  test('a file bears the name of its partner', async () => {
    expect(await refusal(write('other.json', minimal))).toStrictEqual([
      'name: is ipm, so the file must be called ipm.json',
    ]);
  });

  test.each([
    ['{"name": ', 'the file: not JSON'],
    [
      `{"hospitalNumber": {"authority": "OLD"}, ${JSON.stringify(minimal).slice(1)}`,
      'hospitalNumber: stands there more than once. Leave one.',
    ],
    [withMap, 'location.placesFile: '],
    [{ ...minimal, tls: { key: 'key.pem', cert: 'cert.pem' } }, 'tls.key: '],
    [{ ...minimal, tls: { key: 'ipm.json', cert: 'ipm.json' } }, 'tls: key, cert and ca'],
  ])('%j is refused', async (told, fault) => {
    const [first = ''] = await refusal(write('ipm.json', told));
    expect(first.slice(0, fault.length)).toBe(fault);
  });

  test('faults of every kind are told at once', async () => {
    const told = {
      ...withMap,
      listen: { port: 70_000 },
      ackMode: 'often',
      ackmode: 1,
      tls: { key: 'none.key', cert: 'none.pem', ca: 'ca.pem' },
    };
    const faults = await refusal(write('other.json', told));
    expect(faults.map((fault) => fault.split(':')[0])).toStrictEqual([
      'listen.port',
      'ackMode',
      'the file',
      'location.placesFile',
      'name',
      'tls.key',
      'tls.cert',
      'tls.ca',
    ]);
  });

  test('a file that is mended is taken, and one that lost its map is not taken for the one before', async () => {
    const file = write('ipm.json', withMap);
    write('places.csv', 'ward,wardId\nA,W1\n');
    expect((await readPartner(file)).config.location.places).toHaveLength(1);
    rmSync(path.join(folder, 'places.csv'));
    expect(await refusal(file)).toStrictEqual([expect.stringMatching(/^location.placesFile: /)]);
    write('places.csv', 'ward,wardId\nA,W1\nB,W2\n');
    expect((await readPartner(file)).config.location.places).toHaveLength(2);
  });
});
