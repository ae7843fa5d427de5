// Puts promtool on the machine, which `npm run test:alerts` checks and tests the alert rules with: Debian's prometheus.
'use strict';

require('../installing/debian').installPrograms('The tests of the alert rules', { promtool: 'prometheus' });
