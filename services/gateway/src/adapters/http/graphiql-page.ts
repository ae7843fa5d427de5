import type { GraphiQLOptions } from 'graphql-yoga';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { Router } from 'express';
import type { DemonstrationSignIn, DemonstrationUser } from '../sign-in/demonstration-issuer';
import { READY_QUERIES } from './ready-queries';
import { isLocal } from './request-facts';

/** Everything is in the page itself: nothing is fetched from anywhere but the gateway. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  'worker-src blob:',
  "connect-src 'self' ws: wss: data: blob:",
  "frame-ancestors 'none'",
].join('; ');

/** What the explorer takes beyond what its types say: it hands all of it on to its client. */
interface ExplorerOptions extends GraphiQLOptions {
  readonly connectionParams?: Readonly<Record<string, string>>;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function page(token: string | undefined): string {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options: ExplorerOptions = {
    title: 'Patient flow: the graph',
    endpoint: '/graphql',
    method: 'POST',
    subscriptionsProtocol: 'WS',
    defaultTabs: READY_QUERIES.map((query) => ({ query })),
    shouldPersistHeaders: false,
    additionalHeaders: headers,
    connectionParams: headers,
  };
  return renderGraphiQL(options);
}

/** Who is signed in, and a link for each who could be. */
function bar(users: readonly DemonstrationUser[], current: string | undefined): string {
  const links = users.map(({ subject, name, roles }) => {
    const style = subject === current ? 'font-weight:bold' : '';
    const title = escaped(roles.join(', '));
    return `<a href="/graphiql?user=${encodeURIComponent(subject)}" title="${title}" style="color:#fff;${style}">${escaped(name)}</a>`;
  });
  return `<nav style="position:fixed;z-index:9;bottom:0;left:0;right:0;padding:4px 12px;background:#005eb8;color:#fff;font:13px sans-serif;display:flex;gap:14px">Signed in as ${links.join(' ')}</nav>`;
}

/** GET /graphiql?user=…: the explorer, signed in as one of the demonstration's users if there is a demonstration. */
export function graphiqlPage(demonstration: DemonstrationSignIn | undefined): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const asked = request.query['user'];
    const users = demonstration && isLocal(request) ? demonstration.users() : [];
    const user = users.find(({ subject }) => subject === asked) ?? users[0];
    const issued = user && (await demonstration?.issue(user.subject));
    response.set('content-security-policy', POLICY).type('html');
    const html = page(issued?.token);
    response.send(users.length === 0 ? html : html.replace('</body>', () => `${bar(users, user?.subject)}</body>`));
  });
  return router;
}
