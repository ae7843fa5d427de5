import type { Documents } from '../documents/documents';
import type { EventStore } from '../event-store/event-store';
import type { Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import { livingOf, MOST_SPEAKERS, SILENT_MS, speakersIn, type Speaker } from './speakers';
import { raiseTo, writtenBy } from './switch';
import { newestIn, type Vocabulary } from './vocabulary';

/** By service, as this version has them. */
export type Vocabularies = Readonly<Record<string, Vocabulary>>;

export interface VocabularyNow {
  readonly service: string;
  readonly written: number;
  /** Of this version. */
  readonly newest: number;
  readonly instances: readonly Pick<Speaker, 'instance' | 'where' | 'knows'>[];
}

export interface Raised extends VocabularyNow {
  /** `known`: it was written already. `refused`: those who know less are among the instances. */
  readonly outcome: 'raised' | 'known' | 'refused';
}

export interface VocabularyDeps {
  readonly store: EventStore;
  readonly documents: Documents;
  readonly vocabularies: Vocabularies;
  readonly clock: Clock;
  /** How long an instance may be silent that lives; 10 s unless given. */
  readonly silentMs?: number;
  /** How many instances are looked at together; 1,000 unless given. */
  readonly most?: number;
}

export interface SiteVocabularies {
  /** Who knows what. Some of the instances may be dead. */
  show(): Promise<readonly VocabularyNow[]>;
  /** Lets each service write the newest that this version knows, unless an instance lives that knows less. */
  raise(by: string): Promise<readonly Raised[]>;
}

export function siteVocabularies({
  store,
  documents,
  vocabularies,
  clock,
  silentMs = SILENT_MS,
  most = MOST_SPEAKERS,
}: VocabularyDeps): SiteVocabularies {
  async function show(): Promise<readonly VocabularyNow[]> {
    const speakers = await speakersIn(documents, most);
    return Promise.all(
      Object.entries(vocabularies).map(async ([service, vocabulary]) => ({
        service,
        written: await writtenBy(store, service),
        newest: newestIn(vocabulary),
        instances: speakers
          .filter((speaker) => speaker.service === service)
          .map(({ instance, where, knows }) => ({ instance, where, knows })),
      })),
    );
  }

  /** Whoever does not live any more is no reason to wait for, and must not stand before one who does. */
  async function strikeOffTheDead(): Promise<void> {
    for (;;) {
      const seen = await speakersIn(documents, most);
      const living = await livingOf(documents, seen, { silentMs, most });
      if (seen.length < most) return;
      if (living.length === seen.length) throw new OperatorError('More instances live than can be looked at.');
    }
  }

  async function raised(now: VocabularyNow, by: string): Promise<Raised> {
    const { service, written, newest, instances } = now;
    if (written >= newest) return { ...now, outcome: 'known' };
    if (instances.some(({ knows }) => knows < newest)) return { ...now, outcome: 'refused' };
    await raiseTo({ store, clock }, { service, to: newest, by, at: clock.now() });
    return { ...now, written: newest, outcome: 'raised' };
  }

  return {
    show,
    async raise(by) {
      await strikeOffTheDead();
      return Promise.all((await show()).map(async (now) => raised(now, by)));
    },
  };
}
