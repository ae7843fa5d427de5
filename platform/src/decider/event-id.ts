import { derivedId } from '../ids/ids';

/** The id of one event of a command: the same whenever the command is carried out again, so that a repeated append is recognised. */
export const eventId = (stream: string, commandId: string, index: number): string =>
  derivedId(stream, commandId, index);
