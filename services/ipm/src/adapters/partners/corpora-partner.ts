/**
 * The file of the partner `corpora`, which takes whatever public test messages say: numbers of any authority, every merge
 * event, an AA for everything; no board waits for it. What becomes of the four corpora under it is in test/data/hl7-outcomes.tsv.
 */
export const corporaPartner = (port: number) => ({
  name: 'corpora',
  listen: { port },
  ackMode: 'always-AA',
  completesBoards: false,
  hospitalNumber: { authority: 'CORPORA', toldAs: ['*'] },
  mergeEvents: { A34: true, A35: true, A44: true, A45: true },
});
