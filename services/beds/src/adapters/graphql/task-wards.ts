import { spotOf } from '../../domain/book/settle';
import { wardLeft } from '../../projections/ward-left';
import type { TaskDocument } from '../../projections/task-document';
import type { StayDeps } from './stay-resolver';

async function wardOfStay({ board, lists }: StayDeps, stayId: string): Promise<string | null> {
  const { state } = board.view();
  const now = spotOf(state, state.stays.get(stayId))?.wardId;
  if (now != null) return now;
  const document = await lists.stay(stayId);
  return document === undefined ? null : wardLeft(document);
}

/**
 * The wards where a task may be settled, that of its first subject first. Where a patient is changes, so it is looked at
 * when somebody asks. Two open stays are of concern to both their wards.
 */
export async function wardsOfTask(deps: StayDeps, { subjects }: Pick<TaskDocument, 'subjects'>): Promise<string[]> {
  const [first = '', , ...others] = subjects;
  const bed = deps.board.view().state.beds.get(first);
  if (bed !== undefined) return [bed.wardId];
  const wards = await Promise.all([first, ...others].map((stayId) => wardOfStay(deps, stayId)));
  return [...new Set(wards.flatMap((wardId) => wardId ?? []))];
}
