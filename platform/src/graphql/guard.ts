import { graphFault } from './fault';

/** Throws the fault FORBIDDEN unless it is allowed. The sentence says nothing of what there is to be seen. */
export function refuseUnless(allowed: boolean): void {
  if (!allowed) throw graphFault('FORBIDDEN');
}
