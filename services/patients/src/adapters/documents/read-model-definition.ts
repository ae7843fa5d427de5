import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import { applyToReadModel, READ_MODEL_PREFIXES, type ReadModel } from '../../projections/read-model';
import { NUMBER_CLAIMED } from '../eventstore/number-claims';
import { erasureEventCodec } from '../events/erasure-event-codec';
import { nhsNumberClaimCodec } from '../events/nhs-number-claim-codec';
import { noteEventCodec } from '../events/note-event-codec';
import { patientEventCodec } from '../events/patient-event-codec';
import { patientTaskCodec } from '../events/task-event-codec';
import { openReadModel } from './collections';

/** Claims on hospital numbers show nothing, and other services raise tasks of their own; any other event must be known. */
const isOthers = ({ stream, type }: RecordedEvent): boolean =>
  type === NUMBER_CLAIMED || (stream.startsWith('task-') && !patientTaskCodec.isOurs(type));

const codecs = {
  patients: patientEventCodec,
  nhsNumbers: nhsNumberClaimCodec,
  notes: noteEventCodec,
  tasks: patientTaskCodec,
  erasures: erasureEventCodec,
  isOthers,
};

/** Everything that this service answers questions from, folded from its events. */
export const patientsReadModel: ReadModelDefinition<ReadModel> = {
  name: 'patients',
  prefixes: READ_MODEL_PREFIXES,
  open: openReadModel,
  apply: (model, events) => applyToReadModel(model, codecs, events),
};
