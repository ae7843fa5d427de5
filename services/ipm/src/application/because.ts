/** Because of which message something is recorded. The partner is absent where only the message's id is known any more. */
export interface Because {
  readonly messageId: string;
  readonly partner?: string;
}
