import { MongoNetworkError, MongoServerError } from 'mongodb';
import { EngineUnavailable, OutcomeUnknown } from '../../event-store/errors';
import { OperatorError } from '../../values/operator-error';
import { DuplicateKey } from '../documents';
import { faultOf } from './faults';
import { openMongoDocuments } from './mongo-documents';

type ErrorKind = abstract new (...args: never[]) => Error;

const write = { collection: 'things', what: 'a write to things', writes: true };
const read = { collection: 'things', what: 'a read of things', writes: false };
const refusedConnection = Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' });

it.each<[string, Error, ErrorKind, ErrorKind]>([
  ['a lost connection', new MongoNetworkError('x'), OutcomeUnknown, EngineUnavailable],
  ['no connection', new MongoNetworkError('x', { cause: refusedConnection }), EngineUnavailable, EngineUnavailable],
  ['no primary', new MongoServerError({ message: 'x', code: 10_107 }), EngineUnavailable, EngineUnavailable],
  ['a step-down', new MongoServerError({ message: 'x', code: 11_602 }), OutcomeUnknown, EngineUnavailable],
  ['no majority in time', new MongoServerError({ message: 'x', code: 64 }), OutcomeUnknown, EngineUnavailable],
  ['a duplicate', new MongoServerError({ message: 'x', code: 11_000 }), DuplicateKey, DuplicateKey],
  ['what does not fit', new MongoServerError({ message: 'x', code: 28 }), TypeError, TypeError],
])('tells %s apart for a write and for a read', (_, error, ofWrite, ofRead) => {
  expect(faultOf(error, write)).toBeInstanceOf(ofWrite);
  expect(faultOf(error, read)).toBeInstanceOf(ofRead);
});

it('leaves any other fault as it is', () => {
  const unauthorised = new MongoServerError({ message: 'x', code: 13 });
  expect(faultOf(unauthorised, write)).toBe(unauthorised);
});

it('never repeats a connection string', () => {
  const opening = () => openMongoDocuments({ url: 'mongodb://user:s3cret@host:port/db?what=s3cret' });
  expect(opening).toThrow(OperatorError);
  expect(opening).not.toThrow(/s3cret/);
});

it('fails within its time where no server is', async () => {
  const documents = openMongoDocuments({ url: 'mongodb://127.0.0.1:1', selectionMs: 50, timeoutMs: 500 });
  await expect(documents.collection('things', [{ fields: ['a'] }])).rejects.toThrow(EngineUnavailable);
  const things = await documents.collection('things', []);
  await expect(things.findOne({ _id: 'a' })).rejects.toThrow(EngineUnavailable);
  await expect(things.insertOne({ _id: 'a' })).rejects.toThrow(EngineUnavailable);
  await documents.close();
});
