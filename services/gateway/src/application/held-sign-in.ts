import { SignInUnavailable, type SignIn } from './sign-in';

/** Nobody is let in yet: somebody is there who must not be seen. It passes by itself. */
export class DoorHeld extends SignInUnavailable {
  constructor() {
    super({ message: 'Nobody is let in until erasures have been applied again.' });
    this.name = 'DoorHeld';
  }
}

/** Signs nobody in while the door is held, whatever their token says. */
export const unlessHeld = (signIn: SignIn, held: () => boolean): SignIn => ({
  async identify(token) {
    if (held()) throw new DoorHeld();
    return signIn.identify(token);
  },
});
