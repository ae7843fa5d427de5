// Loaded before the product: sends it a signal when it loads the module that a test names.
'use strict';
const { _load: load } = require('node:module');
const [signal, wanted] = (process.env['EARLY_SIGNAL'] ?? '').split(' ');

require('node:module')._load = function (request, ...others) {
  if (request === wanted) process.kill(process.pid, signal);
  return load.call(this, request, ...others);
};
