// Exits 0 where the process of this container answers /healthz. Kubernetes asks over HTTP itself; compose has this do it.
'use strict';

const secure = Boolean(process.env.TLS_CERT_FILE);
const { request } = require(secure ? 'node:https' : 'node:http');

const asked = request(
  // The certificate is in the name that others call this container by, never in 127.0.0.1.
  { host: '127.0.0.1', port: process.env.PORT || 4000, path: '/healthz', timeout: 4000, rejectUnauthorized: false },
  (answer) => process.exit(answer.statusCode === 200 ? 0 : 1),
);
asked.on('timeout', () => process.exit(1));
asked.on('error', () => process.exit(1));
asked.end();
