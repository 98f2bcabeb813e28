import { isLoopback, parseListen } from './listen.ts';
import type { WebConfig } from './web-schema.ts';

/** Whether the web app asks who somebody is, and why. */
export type LoginDecision =
  | {
      readonly login: 'required';
      readonly reason: 'configured' | 'listens-beyond-this-machine' | 'behind-a-proxy' | 'has-a-provider';
    }
  | { readonly login: 'none'; readonly reason: 'configured' | 'this-machine-only' };

/** What `web.login` comes to. A trusted proxy brings in others by its very purpose, and a provider is configured to be used. Pure. */
export function decideLogin({
  login,
  listen,
  trustProxy,
  oidc,
}: Pick<WebConfig, 'login' | 'listen' | 'trustProxy' | 'oidc'>): LoginDecision {
  if (login !== 'auto') return { login, reason: 'configured' };
  if (!isLoopback(parseListen(listen).host)) return { login: 'required', reason: 'listens-beyond-this-machine' };
  if (trustProxy.length > 0) return { login: 'required', reason: 'behind-a-proxy' };
  return oidc === undefined ? { login: 'none', reason: 'this-machine-only' } : { login: 'required', reason: 'has-a-provider' };
}
