// Puts on the machine what `npm run test:engines` starts engines with; the engines themselves fetch their own jars. As test/peers.
'use strict';

require('../installing/debian').installPrograms('The tests on real engines', {
  javac: 'openjdk-17-jdk-headless',
  mvn: 'maven',
});
