import { OperatorError } from '@flow/platform/values/operator-error';
import { fileFault, namingFaults } from './file-faults';

const fault = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

describe('a fault of a file', () => {
  it.each([
    [
      fault('ENOSPC', { path: '/a/site.key', dest: '/b/site.key' }),
      /^\/a\/site\.key to \/b\/site\.key: the disk is full/,
    ],
    [fault('EACCES', { path: '/b' }), /^\/b: this user may not do that \(EACCES\)\. Run it as the user who owns/],
    [new Error('The engine', { cause: fault('SQLITE_FULL') }), /^the disk is full \(SQLITE_FULL\)\. Make room/],
    [new Error('The engine', { cause: fault('SQLITE_IOERR_WRITE') }), /^the disk does not read or write, or is full/],
  ])('is said with its place and with what to do: %s', (error, said) => {
    expect(fileFault(error)).toMatch(said);
  });

  it('is told by what was being done; any other error is left as it is', async () => {
    const doing = async (error: Error): Promise<unknown> =>
      namingFaults('The backup was not made', 'and make it again', () => Promise.reject(error)).catch(
        (thrown: unknown) => thrown,
      );
    expect(await doing(fault('EROFS', { path: '/b' }))).toStrictEqual(
      new OperatorError(
        'The backup was not made: /b: nothing can be written to that disk (EROFS). Name another place, and make it again.',
      ),
    );
    for (const error of [new OperatorError('Known.'), new Error('Unknown.'), fault('ERR_ASSERTION')])
      expect(await doing(error)).toBe(error);
  });
});
