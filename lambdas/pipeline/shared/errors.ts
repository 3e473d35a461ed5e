/** Base of what the nightly run throws on purpose. The name is what the state machine and the operator see. */
class PipelineError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The execution's input is not what the run takes; the message names each field. */
export class InvalidInputError extends PipelineError {}

/** The extraction neither finished nor ran on, more than once. */
export class ExtractionFailedError extends PipelineError {}

/** Units went missing between the extracted sales and the files, in a way that no single game explains. */
export class QualityError extends PipelineError {}

/** Another run took the lease or moved the pointer meanwhile: this one must not publish. */
export class LeaseLostError extends PipelineError {}
