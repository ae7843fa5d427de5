export interface Listening {
  /** Where clients come. */
  readonly port: number;
  /** Where it talks to itself: KRaft, one node that is broker and controller. */
  readonly controllerPort: number;
  /** Further ways in. */
  readonly ways: readonly Way[];
}

/** A port beside the first. Whoever comes by it is told to come to `advertised`, where something in between listens. */
export interface Way {
  readonly port: number;
  readonly advertised: number;
}

const at = (name: string, port: number): string => `${name}://127.0.0.1:${port}`;

/** Where it listens, and where it says that it does. */
function listeners({ port, controllerPort, ways }: Listening): readonly string[] {
  const named = ways.map((way, index) => ({ ...way, name: `WAY${index}` }));
  const listening = [...named.map((way) => at(way.name, way.port)), at('CONTROLLER', controllerPort)];
  const advertised = named.map((way) => at(way.name, way.advertised));
  const protocols = ['CONTROLLER', 'PLAINTEXT', ...named.map(({ name }) => name)].map((name) => `${name}:PLAINTEXT`);
  return [
    `listeners=${[at('PLAINTEXT', port), ...listening].join(',')}`,
    `advertised.listeners=${[at('PLAINTEXT', port), ...advertised].join(',')}`,
    `listener.security.protocol.map=${protocols.join(',')}`,
  ];
}

/** server.properties of one node on this machine alone. Nobody gets a topic by naming one. */
export const settingsOf = (folder: string, listening: Listening): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${listening.controllerPort}`,
    ...listeners(listening),
    'controller.listener.names=CONTROLLER',
    `log.dirs=${folder}`,
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'group.initial.rebalance.delay.ms=0',
    // After a kill nobody else can be it: the one that comes back waits until the old one's session is over.
    'broker.heartbeat.interval.ms=500',
    'broker.session.timeout.ms=2000',
    '',
  ].join('\n');

/** Warnings and errors alone, as lines of text. */
export const LOGGING = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Appenders>
    <Console name="out"><PatternLayout pattern="%d{ISO8601} %p %c{1}: %m%n"/></Console>
  </Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="out"/></Root>
  </Loggers>
</Configuration>
`;
