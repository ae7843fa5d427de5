import { lastWardOf } from '../domain/stay/last-ward';
import { stateOf, type StayDocument } from './stay-document';
import { stayHistory } from './stay-history';

/**
 * Where the patient of a stay was last that no board knows any more. Of an admission that was cancelled nothing is left but
 * what was taken back: the ward that it last named is where somebody may remember.
 */
export function wardLeft(document: StayDocument): string | null {
  const { stay } = document;
  if (stay === null) return null;
  const named = (): string[] => stayHistory(stateOf(document)).flatMap(({ place }) => place?.wardId ?? []);
  return lastWardOf(stay) ?? named().at(-1) ?? null;
}
