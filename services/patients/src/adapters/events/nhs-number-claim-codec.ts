import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { NhsNumberClaimEvent } from '../../domain/nhs-number-claim';
import { asJson, decodeStored, parseData } from './stored-event';
import { orderSchema, patientIdSchema } from './basic-values';

const claimed = z.object({ patientId: patientIdSchema, firstTold: orderSchema });
const released = z.object({ patientId: patientIdSchema });

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => NhsNumberClaimEvent>> = {
  'nhs-number-claimed.v1': (data) => ({ type: 'NhsNumberClaimed', ...parseData(claimed, data) }),
  'nhs-number-released.v1': (data) => ({ type: 'NhsNumberReleased', ...parseData(released, data) }),
};

function storedName(type: NhsNumberClaimEvent['type']): string {
  switch (type) {
    case 'NhsNumberClaimed':
      return 'nhs-number-claimed.v1';
    case 'NhsNumberReleased':
      return 'nhs-number-released.v1';
    default:
      return unreachable(type);
  }
}

export const isNhsNumberClaimEvent = (type: string): boolean => Object.hasOwn(decoders, type);

export const nhsNumberClaimCodec: EventCodec<NhsNumberClaimEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
