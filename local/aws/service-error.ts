/** An error that a stand-in answers in its service's own form; thrown inside a server, never past it. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  /** @param code the service's name of the error, such as `NoSuchKey` */
  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
  }
}
