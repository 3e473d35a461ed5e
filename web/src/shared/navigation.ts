/** Lets sagas move between pages although the router lives in the component tree. */
export interface Navigation {
  readonly go: (to: string, options?: { replace?: boolean }) => void;
  /** The router's own function, handed in once it has mounted. */
  readonly bind: (navigate: (to: string, options: { replace: boolean }) => void) => void;
}

export function createNavigation(): Navigation {
  let navigate: ((to: string, options: { replace: boolean }) => void) | undefined;
  return {
    go: (to, options) => navigate?.(to, { replace: options?.replace ?? false }),
    bind: (next) => {
      navigate = next;
    },
  };
}
