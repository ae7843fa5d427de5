import type { Identity } from '@flow/platform/security/identity';
import type { Rates } from './rates';
import type { SignedIn, SignIn } from './sign-in';

/** Who a token speaks for, as every door asks it. `waitMs`: too many bad tokens came from there; try again then. */
export type GuardedSignIn =
  | { readonly identity: Identity; readonly signedIn: SignedIn }
  | { readonly identity?: undefined; readonly waitMs: number };

export interface SignInGuard {
  /** `address`: where the token came from. Throws SignInUnavailable. */
  identify(token: string | undefined, address: string | undefined): Promise<GuardedSignIn>;
}

export interface SignInGuardDeps {
  readonly signIn: SignIn;
  /** Tokens that were refused, by the address that they came from. */
  readonly addressRates: Rates;
  /** A token was bad, or there was none, after too many such from its address. */
  readonly onLockedOut?: () => void;
}

/**
 * Locks an address out that sends too many bad tokens. Each token is looked at all the same, which costs little: a whole
 * hospital may come from one address, and whoever has a good one is let in wherever it comes from.
 */
export function createSignInGuard({ signIn, addressRates, onLockedOut }: SignInGuardDeps): SignInGuard {
  return {
    async identify(token, address = 'nowhere') {
      const signedIn = token === undefined ? undefined : await signIn.identify(token);
      const identity = signedIn?.now();
      if (signedIn !== undefined && identity !== undefined) return { identity, signedIn };
      const waitMs = addressRates.take(address);
      if (waitMs > 0) onLockedOut?.();
      return { waitMs };
    },
  };
}
