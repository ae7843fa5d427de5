import { hl7, msh } from '../domain/decode/testing';

/** Between the block characters of MLLP. */
export const framed = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x0b]), Buffer.from(text), Buffer.from([0x1c, 0x0d])]);

export interface Movement {
  readonly controlId: string;
  /** `20260105093000`, London. */
  readonly at?: string;
  readonly ward?: string;
  readonly family?: string;
}

/** An ADT message about a patient, their visit and a ward. */
export function adt(
  event: string,
  number: string,
  { controlId, at = '20260105093000', ward = 'A1', family = 'TEST' }: Movement,
) {
  return hl7(
    msh(`ADT^${event}`, { controlId, sentAt: at }),
    `EVN||${at}`,
    `PID|1||${number}^^^PAS||${family}^ANN||19800101|F`,
    `PV1|1|I|${ward}${'|'.repeat(16)}V${number}`,
  );
}
