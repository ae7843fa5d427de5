import { EngineUnavailable } from '../../event-store/errors';

/** The work was not done in time. It may still go on. */
export class TooLate extends EngineUnavailable {
  constructor(what: string) {
    super(what);
    this.name = 'TooLate';
  }
}

/** What the work gives, or TooLate after that time. What it does later is nobody's concern. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(what)), Math.max(ms, 0));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
