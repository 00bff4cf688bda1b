import type { AuthProvider } from 'ra-core';
import { asProblem } from './problem.ts';
import { type Credentials, loadMe, signIn, signOut } from './session.ts';

export const SIGN_IN = '/sign-in';

/** ra-core's questions about who is there, answered from `/me`. Capabilities are `<domain>.<verb>`. */
export const authProvider: AuthProvider = {
  login: (credentials: Credentials) => signIn(credentials),

  async logout() {
    await signOut().catch(() => undefined);
    return SIGN_IN;
  },

  async checkAuth() {
    await loadMe();
  },

  async checkError(error) {
    if (asProblem(error).status === 401) throw { redirectTo: SIGN_IN, message: false };
  },

  async getIdentity() {
    const { user } = await loadMe();
    return { id: user.id, fullName: user.name };
  },

  async getPermissions() {
    return (await loadMe()).capabilities;
  },

  async canAccess({ resource, action }) {
    return (await loadMe()).capabilities.includes(`${resource}.${action}`);
  },
};
