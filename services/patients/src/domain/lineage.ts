import type { CanonicalOrder, PatientId } from './ids';
import type { MergePointer } from './record';

export interface Lineage {
  /** The patient whose record this one is part of now; itself when it was not merged. */
  readonly survivor: PatientId;
  /** The orders of the merges on the way there. */
  readonly merges: readonly CanonicalOrder[];
  /** Patients that were merged into each other in a circle: a contradiction for people to settle. */
  readonly circle: readonly PatientId[];
}

interface Step {
  readonly from: PatientId;
  readonly order: CanonicalOrder;
}

/**
 * Follows merges from a patient. In a circle the oldest merge yields, so that every order of arrival finds the same
 * survivor. A patient whose pointer is not known counts as not merged.
 */
export function lineageOf(
  from: PatientId,
  pointerOf: (patientId: PatientId) => MergePointer | null | undefined,
): Lineage {
  const way: Step[] = [];
  let at = from;
  for (;;) {
    const pointer = pointerOf(at);
    if (!pointer || pointer.into === null) {
      return { survivor: at, merges: way.map(({ order }) => order), circle: [] };
    }
    const entry = way.findIndex((step) => step.from === at);
    if (entry >= 0) return brokenCircle(way, entry);
    way.push({ from: at, order: pointer.order });
    at = pointer.into;
  }
}

function brokenCircle(way: readonly Step[], entry: number): Lineage {
  const circle = way.slice(entry);
  const [first, ...others] = circle;
  if (first === undefined) throw new Error('A circle has at least one step.');
  const oldest = others.reduce((found, step) => (comesBefore(step, found) ? step : found), first);
  return {
    survivor: oldest.from,
    merges: way.slice(0, way.indexOf(oldest)).map(({ order }) => order),
    circle: circle.map((step) => step.from),
  };
}

const comesBefore = (a: Step, b: Step): boolean => (a.order === b.order ? a.from < b.from : a.order < b.order);
