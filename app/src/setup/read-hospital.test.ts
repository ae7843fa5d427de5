import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultLines } from './fault-lines';
import { readHospital } from './read-hospital';
import { copyOfDemonstration, DEMONSTRATION, editLines } from './testing';

describe('the demonstration hospital', () => {
  const hospital = readHospital(DEMONSTRATION);

  it('has no fault', () => expect(hospital.faults).toEqual([]));

  it('has two sites, 36 wards of 700 beds, an emergency department and day units', () => {
    const inpatient = hospital.wards
      .filter(({ kind }) => kind === 'ward' || kind === 'escalation')
      .map(({ code }) => code);
    expect({
      sites: hospital.sites.length,
      wards: inpatient.length,
      beds: hospital.beds.filter(({ ward }) => inpatient.includes(ward)).length,
      emergency: hospital.wards.filter(({ kind }) => kind === 'emergency').length,
      day: hospital.wards.filter(({ kind }) => kind === 'day').length,
    }).toEqual({ sites: 2, wards: 36, beds: 700, emergency: 1, day: 3 });
  });

  it('has a demonstration user for each role that the board needs', () =>
    expect(new Set(hospital.users.flatMap(({ roles }) => roles))).toEqual(
      new Set(['bed-manager', 'ward-clerk', 'integration-operator', 'administrator', 'ig-officer', 'wall-display']),
    ));
});

describe('a folder with faults', () => {
  let folder: string;
  beforeEach(() => {
    folder = copyOfDemonstration();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const edit = (file: string, change: (lines: string[]) => void) => editLines(join(folder, file), change);

  it('tells every one with its file and line, all at once', () => {
    edit('beds.csv', (lines) => {
      lines[1] = 'A1-01,A1,A1-1,Bed 1,hammock,core,yes,no,no,yes';
      lines[2] = 'A1-02,A1,A9-1,Bed 2,bay,core,no,no,no,yes';
      lines[4] = 'A1-03,A1,A1-1,Bed 3 again,bay,core,yes,no,no,yes';
    });
    edit('wards.csv', (lines) => {
      lines[1] = 'A1,ZZZ,Acute Medical Unit,ward,326,8,8,12';
    });
    expect(readHospital(folder).faults).toEqual([
      { file: 'beds.csv', line: 2, message: 'Column kind: is not a kind of bed' },
      { file: 'beds.csv', line: 3, message: 'Bay A9-1 is in ward A9, not in A1. Correct one of them.' },
      { file: 'beds.csv', line: 5, message: 'A1-03 stands on line 4 already. Remove one.' },
      {
        file: 'location-map.csv',
        line: 45,
        message: 'Column bed: A1-04 is not in beds.csv. Add it there or correct it.',
      },
      { file: 'wards.csv', line: 2, message: 'Column site: ZZZ is not in sites.csv. Add it there or correct it.' },
    ]);
  });

  it('tells one fault once, and not again for everything that names the same row', () => {
    edit('wards.csv', (lines) => {
      lines[2] = lines[2]?.replace(/\d+$/, 'abc') ?? '';
    });
    expect(readHospital(folder).faults).toEqual([
      { file: 'wards.csv', line: 3, message: 'Column intensity: must be a care intensity of 2 digits' },
    ]);
  });

  it('says nothing of what a broken table would have held', () => {
    edit('beds.csv', (lines) => {
      lines[4] = 'A1-04,"never closed';
    });
    expect(readHospital(folder).faults.map(({ file }) => file)).toEqual(['beds.csv']);
  });

  describe('that was not saved as UTF-8', () => {
    const notUtf8 = {
      message:
        'This line is not UTF-8: its letters with accents would be lost. Save the file as UTF-8 (Excel: “CSV UTF-8”).',
    };
    const rewrite = (file: string, bytes: (text: string) => Buffer) =>
      writeFileSync(join(folder, file), bytes(readFileSync(join(folder, file), 'utf8')));

    it('tells each such line, and what else is wrong in it', () => {
      rewrite('wards.csv', (text) => {
        const lines = text.trimEnd().split('\n').slice(0, 40);
        return Buffer.from(
          [...lines, 'W3,NGH,Wéird,ward,300,8,8,12', 'W4,ZZZ,Wèird,ward,300,8,8,12'].join('\n'),
          'latin1',
        );
      });
      const faults = readHospital(folder).faults.filter(({ file }) => file === 'wards.csv');
      expect(faults).toEqual([
        { file: 'wards.csv', line: 41, ...notUtf8 },
        { file: 'wards.csv', line: 42, ...notUtf8 },
        expect.objectContaining({ line: 42, message: expect.stringMatching(/^Column site: ZZZ/) as string }),
      ]);
    });

    it('tells a file of another encoding once', () => {
      rewrite('sites.csv', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'));
      expect(readHospital(folder).faults).toEqual([{ file: 'sites.csv', line: 1, ...notUtf8 }]);
    });

    it('takes letters with accents, with a byte order mark and without', () => {
      for (const mark of ['', '\uFEFF']) {
        edit('wards.csv', (lines) => {
          lines[0] = `${mark}${lines[0]?.replace('\uFEFF', '') ?? ''}`;
          lines[1] = 'A1,NGH,Sioned Wérd – Tŷ Gwyn,ward,326,8,8,12';
        });
        const { faults, wards } = readHospital(folder);
        expect({ faults, name: wards[0]?.name }).toEqual({ faults: [], name: 'Sioned Wérd – Tŷ Gwyn' });
      }
    });
  });

  it('tells a name and a code of theirs that hold what a terminal would obey, and obeys it in no message', () => {
    edit('wards.csv', (lines) => {
      lines[1] = 'A1,NGH,Acute\u001b[2J Unit,ward,326,8,8,12';
    });
    edit('location-map.csv', (lines) => {
      lines[1] = lines[1]?.replace(/^ipm,[^,]*/, 'ipm,A\u0007') ?? '';
    });
    edit('users.csv', (lines) => {
      lines[1] = 'eve,Eve,ward-clerk,N\u001b[1mGH,*,*';
    });
    const { faults } = readHospital(folder);
    expect(faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'location-map.csv:2',
      'users.csv:2',
      'wards.csv:2',
    ]);
    expect(faultLines(faults).join('')).not.toMatch(/\p{Cc}/u);
    expect(faults[2]?.message).toBe(
      'Column name: holds characters that nobody sees (Acute\\u001b[2J Unit). Remove what begins with \\u there.',
    );
  });

  it('tells codes that differ in their capitals alone', () => {
    edit('wards.csv', (lines) => {
      lines.splice(2, 0, 'a1,NGH,Another Ward,ward,326,8,8,12');
    });
    expect(readHospital(folder).faults).toEqual([
      {
        file: 'wards.csv',
        line: 3,
        message: 'a1 differs from A1 on line 2 in its capitals alone. Give one another code, or remove it.',
      },
    ]);
  });

  it('says which file is missing', () => {
    rmSync(join(folder, 'users.csv'));
    expect(readHospital(folder).faults).toEqual([
      { file: 'users.csv', line: 1, message: 'The file cannot be read. It must stand in the folder with the others.' },
    ]);
  });

  it('tells a row of too many or too few cells, and every other fault of its file', () => {
    edit('beds.csv', (lines) => {
      lines[4] = ',,,garbage';
      lines[6] = lines[6]?.replace(',bay,', ',hammock,') ?? '';
    });
    expect(readHospital(folder).faults.filter(({ file }) => file === 'beds.csv')).toEqual([
      { file: 'beds.csv', line: 5, message: 'The row has more or fewer cells than the header line. Correct it.' },
      { file: 'beds.csv', line: 7, message: 'Column kind: is not a kind of bed' },
    ]);
  });

  it('tells a column that is not known or is not there once, not once a row', () => {
    edit('bays.csv', (lines) => {
      lines[0] = 'kode,ward,name,sex';
    });
    expect(readHospital(folder).faults).toEqual([
      { file: 'bays.csv', line: 1, message: 'There is no column code. The columns are code, ward, name, sex.' },
      { file: 'bays.csv', line: 1, message: 'Column kode is not known. The columns are code, ward, name, sex.' },
    ]);
  });

  it('tells a scope, a map and a site code that lead nowhere or to two places', () => {
    const places = readFileSync(join(folder, 'location-map.csv'), 'utf8').split('\n').length;
    edit('users.csv', (lines) => {
      lines[1] = 'eve,Eve,ward-clerk,NOSITE,ZZ,abc';
    });
    edit('sites.csv', (lines) => {
      lines[2] = lines[2]?.replace('RXX02', 'RXX01') ?? '';
    });
    edit('location-map.csv', (lines) => {
      lines[places - 1] = 'ipm,A1X,,,A1,B6-1,';
      lines[places] = 'ipm,A1Y,,,A1,,B6-02';
    });
    expect(readHospital(folder).faults).toEqual([
      expect.objectContaining({ line: places, message: expect.stringMatching(/^Bay B6-1 is in ward B6/) as string }),
      expect.objectContaining({ line: places + 1, message: expect.stringMatching(/^Bed B6-02 is in bay/) as string }),
      { file: 'sites.csv', line: 3, message: 'RXX01 stands on line 2 already. Remove one.' },
      {
        file: 'users.csv',
        line: 2,
        message: expect.stringMatching(/^Column specialties: must be treatment/) as string,
      },
      { file: 'users.csv', line: 2, message: 'Column sites: NOSITE is not in sites.csv. Add it there or correct it.' },
      { file: 'users.csv', line: 2, message: 'Column wards: ZZ is not in wards.csv. Add it there or correct it.' },
    ]);
  });

  it('tells a map of a partner that there is not', () => {
    expect(readHospital(folder, new Set(['ipm'])).faults).toEqual([]);
    expect(readHospital(folder, new Set(['ipn'])).faults[0]).toEqual({
      file: 'location-map.csv',
      line: 2,
      message: 'Column partner: ipm is not in the partners’ files. Add it there or correct it.',
    });
  });

  it('cuts a list that nobody would read', () => {
    const faults = Array.from({ length: 250 }, (_, line) => ({ file: 'beds.csv', line, message: 'x' }));
    expect(faultLines(faults)).toHaveLength(101);
    expect(faultLines(faults).at(-1)).toBe('  and 150 more');
  });

  it('refuses a role that no person can have', () => {
    edit('users.csv', (lines) => {
      lines[1] = 'eve,Eve,service,*,*,*';
    });
    expect(readHospital(folder).faults).toEqual([
      { file: 'users.csv', line: 2, message: 'Column roles.0: must be a role that a person or a screen can have' },
    ]);
  });
});
