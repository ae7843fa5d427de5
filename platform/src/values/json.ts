/** What may be stored in an event or a document: nothing that JSON would change on the way. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
