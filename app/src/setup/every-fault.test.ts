import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readHospital } from './read-hospital';
import { copyOfDemonstration, editLines } from './testing';

let folder: string;
beforeEach(() => {
  folder = copyOfDemonstration();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const edit = (file: string, change: (lines: string[]) => void) => editLines(join(folder, file), change);

describe('a faulty cell', () => {
  it('hides nothing else that is wrong with its row', () => {
    const places = readFileSync(join(folder, 'location-map.csv'), 'utf8').split('\n').length;
    edit('wards.csv', (lines) => {
      lines[1] = 'A1,ZZZ,Acute Medical Unit,ward,326,8,8,abc';
    });
    edit('bays.csv', (lines) => {
      lines[2] = lines[1]?.replace(/,\d$/, ',7') ?? '';
    });
    edit('beds.csv', (lines) => {
      lines[1] = 'A1-01,A1,A9-1,Bed 1,hammock,core,yes,no,no,yes';
    });
    edit('location-map.csv', (lines) => {
      lines[places - 1] = `ipm,A1X,${'x'.repeat(41)},,A1,B6-1,`;
      lines[places] = `ipm,A1Y,${'x'.repeat(41)},,A1,no bay,B6-02`;
    });
    const told = readHospital(folder).faults.map(
      ({ file, line, message }) => `${file}:${line} ${message.slice(0, 28)}`,
    );
    for (const fault of [
      'wards.csv:2 Column intensity: must be a ',
      'wards.csv:2 Column site: ZZZ is not in s',
      'bays.csv:3 Column sex: must be 1, 2 or ',
      'bays.csv:3 A1-1 stands on line 2 alread',
      'beds.csv:2 Column kind: is not a kind o',
      'beds.csv:2 Bay A9-1 is in ward A9, not ',
      `location-map.csv:${places} Column bayCode: must be at m`,
      `location-map.csv:${places} Bay B6-1 is in ward B6, not `,
      `location-map.csv:${places + 1} Column bayCode: must be at m`,
      `location-map.csv:${places + 1} Column bay: must be a code o`,
      `location-map.csv:${places + 1} Bed B6-02 is in bay B6-1 of `,
    ])
      expect(told).toContain(fault);
  });

  it('is not told again for what it would have named', () => {
    edit('bays.csv', (lines) => {
      lines[1] = lines[1]?.replace(',A1,', ',no ward,') ?? '';
    });
    edit('beds.csv', (lines) => {
      lines[4] = lines[4]?.replace(',A1,', ',no ward,') ?? '';
    });
    expect(readHospital(folder).faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'bays.csv:2',
      'beds.csv:5',
    ]);
  });
});

it('a quote that is never closed is told where it opens, and hides no fault of other rows and files', () => {
  edit('beds.csv', (lines) => {
    lines[1] = 'A1-01,A1,A1-1,Bed 1,hammock,core,yes,no,no,yes';
    lines[2] = 'A1-02,A1,A9-1,Bed 2,bay,core,no,no,no,yes';
    lines[3] = 'A1-02,A1,NOPE,Bed 2,bay,core,no,no,no,yes';
    lines[5] = 'A1-05,"never closed';
    lines[6] = 'A1-06,A1,A9-1,Bed 6,bay,core,no,no,no,yes';
  });
  edit('users.csv', (lines) => {
    lines[1] = 'eve,Eve,ward-clerk,NOSITE,*,*';
  });
  expect(
    readHospital(folder).faults.map(({ file, line, message }) => `${file}:${line} ${message.slice(0, 28)}`),
  ).toEqual([
    'beds.csv:2 Column kind: is not a kind o',
    'beds.csv:3 Bay A9-1 is in ward A9, not ',
    'beds.csv:4 A1-02 stands on line 3 alrea',
    'beds.csv:4 Column bay: NOPE is not in b',
    'beds.csv:6 A quote (") opens here that ',
    'beds.csv:7 Bay A9-1 is in ward A9, not ',
    'users.csv:2 Column sites: NOSITE is not ',
  ]);
});
