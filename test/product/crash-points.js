// Loaded before the product (`node -r`), and only by tests: dies by SIGKILL at the moment that CRASH_AT names, as a machine would.
// The same moments on the embedded engines and on those that others built:
//   ack:before:N           as the Nth acknowledgement is about to leave: committed, not acknowledged
//   ack:after:N            when the Nth acknowledgement has left: acknowledged, not applied
//   append:before:P:N      as the Nth append to a stream that begins with P is about to be made
//   append:after:P:N       when the Nth append to a stream that begins with P is durable, and nobody has been told
//   remove:before:P:N      as the Nth deletion or truncation of a stream that begins with P is about to be made
//   remove:after:P:N       when it was made
//   document:before:P:N    as the Nth write to a collection that begins with P, or its dropping, is about to be made
//   document:after:P:N     when it was made
//   publish:before:P:N     as the Nth batch for a topic that begins with P is about to be put on the bus
//   publish:after:P:N      when the bus has said that it is durable, and nothing else knows
//   make:before:P:N        as the Nth collection that begins with P is about to be made, with its indexes, where they are missing
//   make:after:P:N         when it was made
//   topic:before:P:N       as the Nth topic that begins with P is about to be made where it is missing
//   topic:after:P:N        when it was made
// CRASH_ORDERS names a file: the product is loaded, and begins once the file is there and says the moment, or nothing.
// WRITES_TO names a file: every write that was made is a line in it, as `append stay-1`.
// BOOK_LIMIT makes books so short that they change soon, LEASE_MS leases so short that a dead owner is replaced soon.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');

const { CRASH_AT = '', CRASH_ORDERS, WRITES_TO, BOOK_LIMIT, LEASE_MS } = process.env;

/** The moment that was named. */
const moment = (text) => {
  const [what, when, ...rest] = text.trim().split(':');
  return { text: text.trim(), what, when, prefix: rest.length > 1 ? rest[0] : '', left: Number(rest.at(-1)) };
};
let awaited = moment(CRASH_AT);

const note = (what, name) => {
  if (WRITES_TO) fs.appendFileSync(WRITES_TO, `${what} ${name}\n`);
};

/** Counts writes that are about to be made, or were: one that is refused was not. */
function isNow(what, when, name) {
  if (what !== awaited.what || when !== awaited.when || !name.startsWith(awaited.prefix)) return false;
  awaited.left -= 1;
  return awaited.left === 0;
}

/** Says first where it was, so that a death at another moment than a test meant can be told. */
const die = (where = '') => {
  fs.writeSync(2, `Killed at ${awaited.text}${where}.\n`);
  process.kill(process.pid, 'SIGKILL');
};

/** Makes the write, and dies before or after when it is the one that was named. */
async function around(what, name, where, write) {
  if (isNow(what, 'before', name)) die(where);
  const done = await write();
  note(what, name);
  if (isNow(what, 'after', name)) die(where);
  return done;
}

const { write } = net.Socket.prototype;
net.Socket.prototype.write = function (chunk, ...more) {
  const isAck = Buffer.isBuffer(chunk) && chunk[0] === 0x0b && chunk.includes('\rMSA|');
  if (!isAck) return write.call(this, chunk, ...more);
  if (isNow('ack', 'before', '')) die();
  const written = write.call(this, chunk, ...more);
  note('ack', '');
  if (isNow('ack', 'after', '')) setImmediate(() => die());
  return written;
};

const storesOf =
  (open) =>
  (...given) =>
    dyingStore(open(...given));
const documentsOf =
  (open) =>
  (...given) =>
    dyingDocuments(open(...given));
const busOf =
  (open) =>
  (...given) =>
    dyingBus(open(...given));

const dyingStore = (store) => ({
  ...store,
  append(stream, revision, events) {
    const where = `: ${stream} after ${revision}, ${events.map(({ type }) => type).join(' ')}`;
    return around('append', stream, where, () => store.append(stream, revision, events));
  },
  deleteStream: (stream, ...given) =>
    around('remove', stream, `: deletion of ${stream}`, () => store.deleteStream(stream, ...given)),
  truncateBefore: (stream, ...given) =>
    around('remove', stream, `: truncation of ${stream}`, () => store.truncateBefore(stream, ...given)),
});

const WRITES = ['insertOne', 'replaceOne', 'updateOne', 'deleteOne', 'deleteMany'];

const dyingCollection = (name, collection) => ({
  ...collection,
  ...Object.fromEntries(
    WRITES.map((write) => [
      write,
      (...given) => around('document', name, `: ${write} ${name}`, () => collection[write](...given)),
    ]),
  ),
});

/** Without the life of the event store, which the engines of several machines put before it. */
const plain = (name) => name.replace(/^life-[0-9a-f-]{13}-/, '');

const dyingDocuments = (documents) => ({
  ...documents,
  collection: async (name, indexes) => {
    const make = () => documents.collection(name, indexes);
    return dyingCollection(plain(name), await around('make', plain(name), `: ${name}`, make));
  },
  drop: (name) => around('document', plain(name), `: drop ${name}`, () => documents.drop(name)),
});

const dyingBus = (bus) => ({
  ...bus,
  ensureTopic: (topic) => around('topic', topic, `: ${topic}`, () => bus.ensureTopic(topic)),
  publish: (topic, messages) => around('publish', topic, `: ${topic}`, () => bus.publish(topic, messages)),
});

/** What modules of ours export instead, by the name that they are required by. */
const INSTEAD = [
  [/\/sqlite-event-store$/, ({ openSqliteEventStore: open }) => ({ openSqliteEventStore: storesOf(open) })],
  [/\/event-store-db$/, ({ openEventStoreDb: open }) => ({ openEventStoreDb: storesOf(open) })],
  // Which appends beneath the port.
  [/\/store-identity$/, ({ epochOf }) => ({ epochOf: (store) => epochOf(dyingStore(store)) })],
  [/\/sqlite-documents$/, ({ openSqliteDocuments: open }) => ({ openSqliteDocuments: documentsOf(open) })],
  [/\/mongo-documents$/, ({ openMongoDocuments: open }) => ({ openMongoDocuments: documentsOf(open) })],
  [/\/sqlite-bus$/, ({ openSqliteBus: open }) => ({ openSqliteBus: busOf(open) })],
  [/\/kafka-bus$/, ({ openKafkaBus: open }) => ({ openKafkaBus: busOf(open) })],
];
if (BOOK_LIMIT) {
  const limit = Number(BOOK_LIMIT);
  const shorter = ({ createBook }) => ({ createBook: (options) => createBook({ ...options, limit }) });
  INSTEAD.push([/decider\/book$/, shorter]);
}
if (LEASE_MS) {
  const ttlMs = Number(LEASE_MS);
  const shorter = ({ underLease }) => ({ underLease: (options, work) => underLease({ ttlMs, ...options }, work) });
  INSTEAD.push([/\/lease$/, shorter]);
}

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const loaded = load.call(this, request, parent, isMain);
  const found = INSTEAD.find(([named]) => named.test(request));
  return found ? { ...loaded, ...found[1](loaded) } : loaded;
};

if (CRASH_ORDERS) {
  require('../../app/dist/product/start-product');
  const second = new Int32Array(new SharedArrayBuffer(4));
  while (!fs.existsSync(CRASH_ORDERS)) Atomics.wait(second, 0, 0, 5);
  awaited = moment(fs.readFileSync(CRASH_ORDERS, 'utf8'));
}
