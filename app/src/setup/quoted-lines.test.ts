import { withoutQuoteFaults } from './quoted-lines';

const HEADER = 'code,name,sex';
const told = (...lines: string[]) => {
  const { text, faults } = withoutQuoteFaults([HEADER, ...lines].join('\n'));
  return {
    kept: text.split('\n').slice(1),
    faults: faults.map(({ line, message }) => `${line} ${message.slice(0, 22)}`),
  };
};
const OPENS = 'A quote (") opens here';
const STRAY = 'A quote (") stands in ';

it.each([
  ['quotes as they should be', ['A1,"Ward, ""one""" ,8', ' "A2" ,,8', 'A3,"",8', ''], []],
  ['one that is never closed', ['A1,"Ward one,8', 'A2,Ward two,8'], [`2 ${OPENS}`]],
  ['one that is closed on the next line', ['A1,"Ward', 'one",8', 'A2,Ward two,8'], [`2 ${OPENS}`]],
  ['one that is closed lines later', ['A1,"Ward', 'of', 'one",8', 'A2,Ward two,8'], [`2 ${OPENS}`]],
  ['two that are never closed', ['A1,"Ward one,8', 'A2,Ward two,8', 'A3,"x', 'A4,y,8'], [`2 ${OPENS}`, `4 ${OPENS}`]],
  ['two on lines that follow each other', ['A1,"Ward one,8', 'A2,"Ward two,8', 'A3,y,8'], [`2 ${OPENS}`, `3 ${OPENS}`]],
  ['one in the middle of a cell', ['A1,Ward 6" one,8', 'A2,Ward two,8'], [`2 ${STRAY}`]],
  ['one that closes before its cell ends', ['A1,"Ward" one,8'], [`2 ${STRAY}`]],
])('tells %s', (_what, lines, faults) => expect(told(...lines).faults).toStrictEqual(faults));

it('leaves out what is at fault, and every other line where it was', () => {
  expect(told('A1,"Ward', 'one",8', 'A2,Ward two,8').kept).toStrictEqual(['', '', 'A2,Ward two,8']);
});

it('tells the lines of files that end them otherwise, and of headers with a byte order mark', () => {
  for (const end of ['\r\n', '\r']) {
    const { text, faults } = withoutQuoteFaults(['\uFEFF"code","name","sex"', 'A1,"x,8', 'A2,y,8', ''].join(end));
    expect(faults.map(({ line }) => line)).toStrictEqual([2]);
    expect(text).toBe(['\uFEFF"code","name","sex"', '', 'A2,y,8', ''].join(end));
  }
});
