import { noLongerThan } from '../running/run';
import { silentLog } from '../telemetry/log';
import type { ByReference, EngineAddresses } from './engine-addresses';
import { askDocuments, askStore, openEventStores, openLastingDocuments } from './real-engines';

const ANSWERS_WITHIN_MS = 5_000;

interface Asked {
  /** The setting that says where it is: never what it says. */
  readonly setting: string;
  readonly called: string;
  readonly ask: () => Promise<unknown>;
}

const settingOf = (setting: string, named: ByReference): string => ('text' in named ? setting : `${setting}_FILE`);

async function isSilent({ ask }: Asked): Promise<boolean> {
  let answered = false;
  await noLongerThan(
    ANSWERS_WITHIN_MS,
    ask().then(() => (answered = true)),
  );
  return !answered;
}

/** One sentence for whoever runs it: which of them, by the settings. */
export function silentSentence(silent: readonly Pick<Asked, 'called' | 'setting'>[]): string {
  const [first, ...others] = silent.map(({ called, setting }) => `${called} (${setting})`);
  if (first === undefined) return 'An engine did not answer for a while, and answers now.';
  const text = [first, ...others].join(' and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${others.length > 0 ? 'do' : 'does'} not answer.`;
}

/**
 * Asks each of the stores of a site once, for at most five seconds, and says which does not answer: for a start or a command that
 * has given up. Throws OperatorError where the addresses cannot be read.
 */
export async function whoIsSilent(addresses: EngineAddresses): Promise<string> {
  const { eventStore, inbox, mongodb } = addresses;
  const stores = await openEventStores(addresses, silentLog);
  const documents = await openLastingDocuments(addresses);
  const asked: readonly Asked[] = [
    { called: 'the event store', setting: settingOf('KURRENTDB_URL', eventStore), ask: askStore(stores.events) },
    ...(stores.inbox === stores.events
      ? []
      : [
          {
            called: 'the store of the inbox',
            setting: settingOf('INBOX_STORE_URL', inbox),
            ask: askStore(stores.inbox),
          },
        ]),
    { called: 'the document store', setting: settingOf('MONGODB_URL', mongodb), ask: askDocuments(documents) },
  ];
  try {
    const silent = await Promise.all(asked.map(isSilent));
    return silentSentence(asked.filter((_, index) => silent[index]));
  } finally {
    await Promise.all([stores.close(), documents.close()]);
  }
}
