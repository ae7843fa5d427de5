/** The bus answers, and refuses what the product cannot do without until somebody changes something. */
export class BusRefuses extends Error {
  constructor(
    /** The bus's own name for it. */
    readonly code: string,
    /** What is the matter, as a sentence for whoever runs the product. */
    readonly told: string,
  ) {
    super(told);
    this.name = 'BusRefuses';
  }
}
