import { OperatorError } from './operator-error';

/** A command was not used as it is meant: the message says how, and the process ends with WRONG_USE. */
export class WrongUse extends OperatorError {}

/** The exit code of every command that was not understood; nothing was done. */
export const WRONG_USE = 2;

/** Whether somebody asks how a command is used, wherever that stands. */
export const isHelpAsked = (args: readonly string[]): boolean =>
  args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).some((arg) => arg === '--help' || arg === '-h');
