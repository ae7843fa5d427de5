import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateGauge } from './certificate-gauge';
import { createMetrics } from './metrics';

const pem = (file: string): string => readFileSync(join(__dirname, '../../../test/data/tls', file), 'utf8');

it('tells when each certificate ends, and of a renewed one when that does', async () => {
  const metrics = createMetrics();
  const see = certificateGauge(metrics);
  see(pem('renewed-cert.pem'), 'http');
  see(`${pem('cert.pem')}\n${pem('renewed-cert.pem')}`, 'http');
  see(pem('cert.pem'), 'ipm');
  const told = await metrics.text();
  const end = Date.parse('2120-01-01T00:00:00Z') / 1000;
  expect(told).toContain(`tls_certificate_ends_at_seconds{of="http"} ${end}`);
  expect(told).toContain(`tls_certificate_ends_at_seconds{of="ipm"} ${end}`);
});
