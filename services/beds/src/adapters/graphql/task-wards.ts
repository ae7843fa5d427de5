import { spotOf } from '../../domain/book/settle';
import type { BookState } from '../../domain/book/state';
import { wardLeft } from '../../projections/ward-left';
import type { Lists } from '../documents/lists';

async function wardOfStay(stayId: string, state: BookState, lists: Pick<Lists, 'stay'>): Promise<string | null> {
  const now = spotOf(state, state.stays.get(stayId))?.wardId;
  if (now != null) return now;
  const document = await lists.stay(stayId);
  return document === undefined ? null : wardLeft(document);
}

/**
 * The wards where a task may be settled, that of its first subject first. Where a patient is changes, so it is looked at
 * when somebody asks. Two open stays are of concern to both their wards.
 */
export async function wardsOfTask(
  { subjects }: { readonly subjects: readonly string[] },
  state: BookState,
  lists: Pick<Lists, 'stay'>,
): Promise<string[]> {
  const [first = '', , ...others] = subjects;
  const bed = state.beds.get(first);
  if (bed !== undefined) return [bed.wardId];
  const wards = await Promise.all([first, ...others].map((stayId) => wardOfStay(stayId, state, lists)));
  return [...new Set(wards.flatMap((wardId) => wardId ?? []))];
}
