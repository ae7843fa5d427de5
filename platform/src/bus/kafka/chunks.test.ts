import { sampleMessage } from '../testing';
import { chunksOf } from './chunks';

it('keeps all messages in order, in pieces of at most 500 and half a mebibyte', () => {
  const many = Array.from({ length: 1201 }, (_, index) => sampleMessage('a', String(index)));
  expect(chunksOf(many).map(({ length }) => length)).toEqual([500, 500, 201]);
  expect(chunksOf(many).flat()).toEqual(many);
  const large = Array.from({ length: 5 }, () => sampleMessage('a', 'x'.repeat(200 * 1024)));
  expect(chunksOf(large).map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
  expect(chunksOf([])).toEqual([]);
});

it('leaves a message that is larger than a piece by itself', () => {
  const messages = [sampleMessage('a', '1'), sampleMessage('a', 'x'.repeat(600 * 1024)), sampleMessage('a', '2')];
  expect(chunksOf(messages).map(({ length }) => length)).toEqual([1, 1, 1]);
});
