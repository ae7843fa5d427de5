import { murmur2, partitionOf } from './partition-of';

describe('partition of a key', () => {
  // Apache Kafka 4.1, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (text, expected) => {
    expect(murmur2(Buffer.from(text))).toBe(expected);
  });

  it('takes the bytes of UTF-8, and spreads keys over all partitions', () => {
    expect(murmur2(Buffer.from('žluťoučký'))).not.toBe(murmur2(Buffer.from('zlutoucky')));
    const taken = new Set(Array.from({ length: 500 }, (_, index) => partitionOf(`patient-${index}`)));
    expect([...taken].sort((a, b) => a - b)).toStrictEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
