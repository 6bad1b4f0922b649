/**
 * Base of every error this library throws on purpose.
 *
 * Messages follow one form: `<where>: <what> must be <expected>, got <actual>. <next step>.`
 */
export class UnrollError extends Error {
  override readonly name: string = "UnrollError";
}

/** A tensor or array has the wrong shape, length or dtype. */
export class ShapeError extends UnrollError {
  override readonly name = "ShapeError";
}

/** A backend is missing, cannot run here, or lacks a kernel. */
export class BackendError extends UnrollError {
  override readonly name = "BackendError";
}

/** An option or a configuration has a value that makes no sense. */
export class ConfigError extends UnrollError {
  override readonly name = "ConfigError";
}

/** A file of a model or a checkpoint is truncated, inconsistent or of another kind. */
export class CheckpointError extends UnrollError {
  override readonly name = "CheckpointError";
}

/** Input data cannot be read or does not have the expected form. */
export class DataError extends UnrollError {
  override readonly name = "DataError";
}

/** A number that must be finite is NaN or infinite. */
export class NumericError extends UnrollError {
  override readonly name = "NumericError";
}
