import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import { erasable } from '../../projections/gone';
import type { SearchDocument, SearchRow } from '../../projections/search-document';
import { applyToSearchModel, SEARCH_MODEL_PREFIXES, type SearchModel } from '../../projections/search-model';
import { erasureEventCodec } from '../events/erasure-event-codec';
import { patientEventCodec } from '../events/patient-event-codec';

const CODECS = { patients: patientEventCodec, erasures: erasureEventCodec };

/** By what people are found, folded from their events. Both collections are walked by their ids. */
export const patientSearchModel: ReadModelDefinition<SearchModel> = {
  name: 'patient-search',
  prefixes: SEARCH_MODEL_PREFIXES,
  open: async (documents, named) => ({
    people: erasable<SearchDocument>(await documents.collection(named('people'), [])),
    rows: await documents.collection<SearchRow>(named('rows'), []),
  }),
  apply: (model, events) => applyToSearchModel(model, CODECS, events),
};
