import type { WardId } from '../ids';
import type { ToldStay } from './told-stay';
import { movementsOf } from './whereabouts';

/** The ward that the patient is in or was in last, whoever said so; else the one where they are asked for. */
export function lastWardOf({ steps, deeds, place, requestedPlace }: ToldStay): WardId | null {
  const wards = movementsOf(steps, deeds).flatMap((movement) => movement.place?.wardId ?? []);
  return wards.at(-1) ?? (place ?? requestedPlace)?.wardId ?? null;
}
