import { EngineUnavailable } from '@flow/platform/event-store/errors';
import { OperatorError } from '@flow/platform/values/operator-error';
import { failureSentence } from './failure-sentence';

const full = Object.assign(new Error('no space left on device, write Testperson'), { code: 'SQLITE_FULL' });

describe('what a command says of the error that ended it', () => {
  it.each<readonly [string, unknown, RegExp]>([
    ['was written for whoever runs it', new OperatorError('Say which one.'), /^Say which one\.$/],
    [
      'the disk gave',
      new EngineUnavailable('/data/events.db', { cause: full, path: '/data/events.db' }),
      /^The audit failed\. \/data\/events\.db: the disk is full \(SQLITE_FULL\)\. \S/,
    ],
    [
      'nobody foresaw',
      Object.assign(new TypeError('Testperson is undefined'), { code: 'ERR_X' }),
      /^The audit failed .* \(TypeError, ERR_X\)\. Run it again with LOG_LEVEL=debug/,
    ],
    ['is none', 'Testperson', /^The audit failed .* \(string\)\. /],
  ])('says of one that %s where it was and what to do, and nobody’s name', (_what, error, sentence) => {
    const said = failureSentence('The audit', error);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('Testperson');
  });
});
