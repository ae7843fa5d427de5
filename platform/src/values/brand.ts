declare const brand: unique symbol;

/** A string that only a parser may produce, so that a WardId cannot be passed where a BedId is wanted. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };
