import type { Running } from '@flow/platform/running/running';
import type { FoldedOpenings } from '../../application/opened-patients';
import { breakGlassCodec } from './break-glass-codec';
import { followFromFirst, type Following } from './follow-from-first';

/** Keeps this instance knowing whom everybody has opened, on whichever instance they did. There when this resolves. */
export const followOpenings = (following: Following, opened: FoldedOpenings): Promise<Running> =>
  followFromFirst({
    ...{ ...following, name: 'break-glass', prefixes: ['breakGlass-'] },
    take(stored) {
      const event = breakGlassCodec.decode(stored);
      if (event.type === 'Opened') opened.took(event.opening);
    },
  });
