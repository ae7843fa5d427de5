// Loaded before the product (`node -r`), and only by tests: dies by SIGKILL at the moment that CRASH_AT names, as a machine would.
//   ack:before:N           as the Nth acknowledgement is about to leave: committed, not acknowledged
//   ack:after:N            when the Nth acknowledgement has left: acknowledged, not applied
//   append:before:P:N      as the Nth append to a stream that begins with P is about to be made
//   append:after:P:N       when the Nth append to a stream that begins with P is durable, and nobody has been told
//   remove:before:P:N      as the Nth deletion or truncation of a stream that begins with P is about to be made
//   remove:after:P:N       when it was made
//   document:before:P:N    as the Nth write to a collection that begins with P, or its dropping, is about to be made
//   document:after:P:N     when it was made
// BOOK_LIMIT makes books so short that they change soon.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');

const [what, when, ...rest] = (process.env.CRASH_AT || '').split(':');
const nth = Number(rest.at(-1));
const prefix = rest.length > 1 ? rest[0] : '';
let count = 0;
const due = () => ++count === nth;
/** Says first where it was, so that a death at another moment than a test meant can be told. */
const die = (where = '') => {
  fs.writeSync(2, `Killed at ${process.env.CRASH_AT}${where}.\n`);
  process.kill(process.pid, 'SIGKILL');
};

if (what === 'ack') {
  const write = net.Socket.prototype.write;
  net.Socket.prototype.write = function (chunk, ...more) {
    const isAck = Buffer.isBuffer(chunk) && chunk[0] === 0x0b && chunk.includes('\rMSA|');
    if (!isAck || !due()) return write.call(this, chunk, ...more);
    if (when === 'before') die();
    const written = write.call(this, chunk, ...more);
    setImmediate(() => die());
    return written;
  };
}

/** The same engine, which dies around the append that was named. */
const dying = (store) => ({
  ...store,
  async append(stream, revision, events) {
    const named = stream.startsWith(prefix) && due();
    const where = `: ${stream} after ${revision}, ${events.map(({ type }) => type).join(' ')}`;
    if (named && when === 'before') die(where);
    const appended = await store.append(stream, revision, events);
    if (named) die(where);
    return appended;
  },
});

/** The same engine, which dies around the deletion or truncation that was named. */
const dyingAtRemoval = (store) => ({
  ...store,
  deleteStream: (stream, ...given) => around(stream, 'deletion of', () => store.deleteStream(stream, ...given)),
  truncateBefore: (stream, ...given) => around(stream, 'truncation of', () => store.truncateBefore(stream, ...given)),
});

const WRITES = ['insertOne', 'replaceOne', 'updateOne', 'deleteOne', 'deleteMany'];

/** Does it, and dies before or after when it is the one that was named. */
async function around(name, what, work) {
  const named = name.startsWith(prefix) && due();
  if (named && when === 'before') die(`: ${what} ${name}`);
  const done = await work();
  if (named) die(`: ${what} ${name}`);
  return done;
}

const dyingCollection = (name, collection) => ({
  ...collection,
  ...Object.fromEntries(
    WRITES.map((write) => [write, (...given) => around(name, write, () => collection[write](...given))]),
  ),
});

const dyingDocuments = (documents) => ({
  ...documents,
  collection: async (name, indexes) => dyingCollection(name, await documents.collection(name, indexes)),
  drop: (name) => around(name, 'drop', () => documents.drop(name)),
});

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const loaded = load.call(this, request, parent, isMain);
  if (what === 'append' && /sqlite-event-store$/.test(request)) {
    return { ...loaded, openSqliteEventStore: (...given) => dying(loaded.openSqliteEventStore(...given)) };
  }
  if (what === 'remove' && /sqlite-event-store$/.test(request)) {
    return { ...loaded, openSqliteEventStore: (...given) => dyingAtRemoval(loaded.openSqliteEventStore(...given)) };
  }
  if (what === 'document' && /sqlite-documents$/.test(request)) {
    return { ...loaded, openSqliteDocuments: (...given) => dyingDocuments(loaded.openSqliteDocuments(...given)) };
  }
  if (process.env.BOOK_LIMIT && /decider\/book$/.test(request)) {
    const limit = Number(process.env.BOOK_LIMIT);
    return { ...loaded, createBook: (options) => loaded.createBook({ ...options, limit }) };
  }
  return loaded;
};
