import { openClient } from './client';
import { asClientReads, connectionStringFault } from './connection-string';

const PASSWORD = 'SuperSecretPw';
const at = (rest: string): string => `esdb://admin:${PASSWORD}@127.0.0.1:2113${rest}`;

describe('the connection string of an event store', () => {
  let printed: jest.SpyInstance[];
  beforeEach(() => {
    printed = (['debug', 'log', 'warn', 'error'] as const).map((how) =>
      jest.spyOn(console, how).mockImplementation(() => undefined),
    );
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['esdb://host:2113'],
    ['esdb://host'],
    ['esdb+discover://a:2113,b:2113/?tls=true&nodePreference=leader'],
    ['kurrentdb://host:2113?tls=false'],
    ['kdb+discover://host:2113?tls=false'],
    [at('?tls=false')],
    [at('/?tls=false&keep_alive_interval=-1&connectionName=beds%201')],
    ['esdb://admin:p%40ss%3A@host:2113?tls=true&defaultDeadline=9000'],
  ])('takes %s, and the client prints nothing of it', async (text) => {
    expect(connectionStringFault(text)).toBeUndefined();
    await openClient(asClientReads(text)).close();
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  it('says nothing of one whose files are not there, but that', () => {
    const opening = () => openClient(at('?tls=true&tlsCAFile=/nope.pem'));
    expect(opening).toThrow('are there and can be read');
    expect(opening).not.toThrow(PASSWORD);
  });

  it.each([
    [at('?tlss=false'), 'has the option tlss, which is none'],
    [at('?keepaliveintervall=10000'), 'has the option keepaliveintervall, which is none'],
    [at('?tls=perhaps'), 'has the option tls, which must be true or false'],
    [at('?tlsVerifyCert=false'), 'has the option tlsVerifyCert, which cannot be switched off'],
    [at('?keepAliveInterval=50'), 'has the option keepAliveInterval, which must be at least 10000'],
    [at('?defaultDeadline=soon'), 'has the option defaultDeadline, which must be a whole number'],
    [at('?nodePreference=me'), 'has the option nodePreference, which must be leader'],
    [at('?tls'), 'must give the option tls one value'],
    [at('?'), 'has an option, which is none'],
    [`esdb://admin:${PASSWORD}:x@host:2113`, 'with a colon'],
    [`esdb://admin:${PASSWORD}%@host:2113`, 'not percent-encoded'],
    [`esdb://admin:x@${PASSWORD}@host:2113`, 'with an @'],
    [`esdb://admin:x?${PASSWORD}=1`, 'must name its server as host:port'],
    [`esdb://admin:x@host:2113?${PASSWORD}/=1`, 'has an option, which is none'],
    [`http://admin:${PASSWORD}@host`, 'must be a connection string such as'],
    [PASSWORD, 'must be a connection string such as'],
  ])('says what is wrong, and no value of it (%#)', (text, fault) => {
    expect(connectionStringFault(text)).toContain(fault);
    expect(connectionStringFault(text)).not.toContain(PASSWORD);
  });
});
