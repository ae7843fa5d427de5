import { Partitioners } from 'kafkajs';
import { PARTITIONS } from '../bus';
import { partitionOf } from '../partition-of';

it('puts a key where every other client of Kafka puts it', () => {
  const theirs = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] },
  }));
  const keys = [
    ...Array.from({ length: 400 }, (_, index) => `patient-${index}`),
    ...['estate-1', 'žluťoučký', '🛏', '7c7b4d1a-1d0c-5a5b-8a0e-0d7a3c1f5e11'],
  ];
  for (const key of keys) {
    expect(theirs({ topic: 't', partitionMetadata, message: { key, value: '' } })).toBe(partitionOf(key));
  }
});
