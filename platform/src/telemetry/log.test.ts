import { OperatorError } from '../values/operator-error';
import type { LogFields } from './log-fields';
import { recordingLog } from './testing';

const NAME = 'Amalthea Quux';

/** As it comes from JavaScript, a cast or a spread: not what the compiler would let through. */
const untyped = (fields: object): LogFields => fields;

it('writes a sentence and named fields', () => {
  const { log, lines } = recordingLog();
  log
    .with({ service: 'beds', instance: 'a' })
    .info('A projection has caught up.', { part: 'ward-board', count: 3, ms: 12.5 });
  expect(lines).toStrictEqual([
    {
      level: 'info',
      service: 'beds',
      instance: 'a',
      part: 'ward-board',
      count: 3,
      ms: 12.5,
      msg: 'A projection has caught up.',
    },
  ]);
});

it('drops what is not listed, or not of the kind that its name says', () => {
  const { log, lines, text } = recordingLog();
  log.warn(
    'Something.',
    untyped({ patient: NAME, code: NAME, count: '3', partner: ['x'], err: new Error(NAME), msg: NAME }),
  );
  log.warn('Something.', untyped({ messageId: '9990000018', stream: '999 000 0018', position: '999-000-0018' }));
  expect(lines).toStrictEqual([
    { level: 'warn', msg: 'Something.' },
    { level: 'warn', msg: 'Something.' },
  ]);
  expect(text()).not.toContain('Amalthea');
});

it('writes of an error its name, code and frames, and no message of others', () => {
  const { log, lines, text } = recordingLog();
  const inner = Object.assign(new TypeError(`Cannot read ${NAME}\n    at ${NAME} (of ward 7)`), { code: 'E_INNER' });
  log.error('It failed.', { error: new OperatorError('Port 80 is taken.', { cause: inner }) });
  expect(text()).not.toContain('Amalthea');
  expect(lines[0]).toMatchObject({
    error: { name: 'OperatorError', message: 'Port 80 is taken.', cause: { name: 'TypeError', code: 'E_INNER' } },
  });
  expect(text()).toContain('log.test.ts');
});

it('writes of a thrown non-error its type alone', () => {
  const { log, lines } = recordingLog();
  log.error('It failed.', { error: NAME });
  expect(lines).toStrictEqual([{ level: 'error', error: { name: 'string' }, msg: 'It failed.' }]);
});

it('lets no sentence be put together at run time', () => {
  const { log, lines } = recordingLog();
  const name: string = NAME;
  // @ts-expect-error a template that holds a variable is not a fixed sentence
  log.info(`Hello ${name}`);
  // @ts-expect-error nor is a variable
  log.info(name);
  // @ts-expect-error and a field that is not listed does not compile
  log.info('Hello.', { patientName: 'x' });
  expect(lines).toHaveLength(3);
});
