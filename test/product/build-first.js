// Before tests that start the product as processes: what they load stands in the dist folders, also in a fresh clone.
'use strict';

module.exports = () => require('../../scripts/build').build();
