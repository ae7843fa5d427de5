// Runs on any Node, so that an old one gets a sentence instead of a syntax error: no modern syntax here.
'use strict';

/** The one sentence that stops a start on this machine, or undefined. */
function unsupported(facts) {
  var parts = facts.node.split('.').map(Number);
  var fresh = parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19);
  if (!fresh) {
    return (
      'Node ' +
      facts.node +
      ' is too old: patient-flow needs Node 20.19 or later. Install it from your package manager, then try again.'
    );
  }
  if (facts.platform === 'win32') {
    return 'Windows is not supported: the query planner has no build for it. Use Linux with glibc, macOS, or WSL 2.';
  }
  if (facts.platform === 'linux' && !facts.glibc) {
    return 'This Linux uses musl (Alpine?), for which the query planner has no build. Use a distribution or image with glibc, such as Debian.';
  }
  return undefined;
}

function factsOfThisMachine() {
  var header = process.report && process.report.getReport ? process.report.getReport().header : {};
  return { node: process.versions.node, platform: process.platform, glibc: Boolean(header.glibcVersionRuntime) };
}

module.exports = { unsupported: unsupported, factsOfThisMachine: factsOfThisMachine };
