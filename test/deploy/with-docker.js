// Where a container engine answers, builds the image with it, runs that read-only and without rights, and stops it. Where none does,
// says so: the tests that follow carry the Dockerfile's steps out in bubblewrap either way.
'use strict';

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const TAG = 'patient-flow:deploy-test';
const AS_A_SERVICE = [
  ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp'],
  ...['--tmpfs', '/var/lib/patient-flow:uid=65532,gid=65532,mode=0700'],
  ...['-v', `${join(ROOT, 'demo', 'hospital')}:/etc/patient-flow/hospital:ro`],
  ...['-e', 'HOSPITAL_DIR=/etc/patient-flow/hospital', '-e', 'SINGLE_NODE=true', '-e', 'OIDC_AUDIENCE=patient-flow'],
  ...['-e', 'OIDC_ISSUER=https://sign-in.invalid/realm'],
];

const docker = (...args) => spawnSync('docker', args, { cwd: ROOT, encoding: 'utf8', timeout: 600_000 });

function must(...args) {
  const { status, stdout, stderr } = docker(...args);
  if (status !== 0) throw new Error(`docker ${args[0]} failed:\n${`${stdout}${stderr}`.slice(-3000)}`);
  return stdout.trim();
}

/** As its own HEALTHCHECK finds it. */
async function becomesHealthy(container) {
  for (let second = 0; second < 90; second += 1) {
    const health = must('inspect', '-f', '{{.State.Status}} {{.State.Health.Status}}', container);
    if (health === 'running healthy') return;
    if (!health.startsWith('running')) break;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`The container does not become healthy:\n${docker('logs', container).stderr.slice(-3000)}`);
}

async function buildAndRun() {
  must('build', '-q', '-f', 'deploy/Dockerfile', '-t', TAG, '.');
  const container = must('run', '-d', ...AS_A_SERVICE, TAG);
  try {
    await becomesHealthy(container);
    must('stop', '-t', '10', container);
    const code = must('inspect', '-f', '{{.State.ExitCode}}', container);
    if (code !== '0') throw new Error(`At SIGTERM the container ended with ${code}.`);
  } finally {
    docker('rm', '-f', container);
  }
}

async function main() {
  if (docker('info').status !== 0) {
    process.stdout.write('No container engine answers here: no image is built, bubblewrap stands for one.\n');
    return;
  }
  await buildAndRun();
  process.stdout.write('docker built the image, ran it read-only and stopped it.\n');
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
