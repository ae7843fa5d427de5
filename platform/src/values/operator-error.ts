/**
 * An error whose message we wrote for whoever runs the system: it says what was wrong, where and what to do, and names no
 * patient and no secret. Only such a message is logged or printed; of any other error, name, code and stack frames alone.
 */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
