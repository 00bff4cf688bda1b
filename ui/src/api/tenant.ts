/** Which tenant this tab works for. Each tab keeps its own; a new tab starts with the last one chosen. */

const KEY = 'souk.tenant';

export function tenantSlug(): string | null {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
}

export function chooseTenant(slug: string): void {
  sessionStorage.setItem(KEY, slug);
  localStorage.setItem(KEY, slug);
}

export function forgetTenant(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}
