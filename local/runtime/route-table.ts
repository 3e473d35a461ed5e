import type { FunctionDefinition } from '../../lambdas/functions.ts';

/** Which function answers a path: the one with the longest prefix of whole segments. */
export class RouteTable {
  readonly #routes: readonly { readonly prefix: string; readonly name: string }[];

  constructor(functions: Readonly<Record<string, FunctionDefinition>>) {
    this.#routes = Object.entries(functions)
      .flatMap(([name, { routes = [] }]) => routes.map((prefix) => ({ prefix, name })))
      .sort((a, b) => b.prefix.length - a.prefix.length);
  }

  functionFor(pathname: string): string | undefined {
    return this.#routes.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`))?.name;
  }
}
