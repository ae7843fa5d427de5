import { OperatorError } from '@flow/platform/values/operator-error';
import { namingFaults } from './file-faults';

const fault = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

it('a fault of a file is told by what was not done; any other error is left as it is', async () => {
  const doing = async (error: Error): Promise<unknown> =>
    namingFaults('The backup was not made', 'Then make it again.', () => Promise.reject(error)).catch(
      (thrown: unknown) => thrown,
    );
  expect(await doing(fault('ENOSPC', { path: '/a/site.key', dest: '/b/site.key' }))).toStrictEqual(
    new OperatorError(
      'The backup was not made. /b/site.key: the disk is full (ENOSPC). Make room on it. Then make it again.',
    ),
  );
  for (const error of [new OperatorError('Known.'), new Error('Unknown.'), fault('ERR_ASSERTION')])
    expect(await doing(error)).toBe(error);
});
