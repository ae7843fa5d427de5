import { OperatorError } from '../values/operator-error';
import { refuseEmbeddedInProduction } from './engine-choice';

it.each([
  ['development', false],
  [undefined, false],
  ['production', true],
])('lets %s have embedded engines, SINGLE_NODE being %s', (nodeEnv, singleNode) => {
  expect(() => refuseEmbeddedInProduction({ nodeEnv, singleNode })).not.toThrow();
});

it('refuses them in production in words for whoever runs it', () => {
  const refused = () => refuseEmbeddedInProduction({ nodeEnv: 'production', singleNode: false });
  expect(refused).toThrow(OperatorError);
  expect(refused).toThrow('SINGLE_NODE=true');
});
