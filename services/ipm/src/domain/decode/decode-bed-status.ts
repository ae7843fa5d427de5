import { codeOf } from './code';
import type { Decoding } from './decoding';
import { placeOf } from './place';
import { quarantined, tell, type Reading } from './reading';

/** A20: what iPM thinks of a bed (NPU-1 the bed, NPU-2 a code of HL7 table 0116). Its lane is the bed's. */
export function decodeBedStatus(reading: Reading): Decoding {
  const { message, partner } = reading;
  const npu = message.segment('NPU');
  const status = codeOf(npu?.get(2));
  const location = npu?.repetitions(1)[0];
  const decoded = placeOf(location, partner);
  if (location === undefined || decoded === undefined || typeof status !== 'string')
    return quarantined('NO_BED_STATUS');
  const { place, unmapped } = decoded;
  return tell(reading, {
    // Of a bed that the map does not know there is nobody to tell, until it does.
    steps: unmapped === undefined ? [{ step: 'bed-status', status: { place, status } }] : [],
    lanes: [{ authority: `bed@${partner.name}`, value: location.raw }],
    unmapped: unmapped === undefined ? [] : [unmapped],
    warnings: unmapped === undefined ? [] : ['PLACE_UNMAPPED'],
  });
}
