declare module 'asl-validator' {
  /** Checks a definition against the language's schema and its references. */
  export default function validate(definition: unknown): { isValid: boolean; errors: unknown[] };
}
