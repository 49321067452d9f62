import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** A refusal that a client may see: the body `{ error, message }` of the answer. */
export class ApiError extends Error {
  /** Seconds, for the `Retry-After` header. */
  readonly retryAfter: number | undefined
  /** What only the operator may know, for the log. No secret in it. */
  readonly note: string
  /** WeChat's, where it refused. */
  readonly errcode: number | undefined

  constructor(
    readonly statusCode: number,
    /** Stable: clients may branch on it. */
    readonly error: string,
    message: string,
    { retryAfter, note = error, errcode }: { retryAfter?: number; note?: string; errcode?: number } = {},
  ) {
    super(message)
    this.retryAfter = retryAfter
    this.note = note
    this.errcode = errcode
  }
}

/** Answers whatever was thrown. Neither what the client sent nor what a library said about it is echoed. */
export function sendError(thrown: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode, error, message, retryAfter, note } = thrown instanceof ApiError ? thrown : translate(thrown)
  // A login has logged its note under its number already.
  request.note = thrown instanceof ApiError ? error : note
  if (retryAfter) reply.header('retry-after', retryAfter)
  if (error === 'login_state_unknown') reply.header('www-authenticate', 'Bearer')
  reply.code(statusCode).send({ error, message })
}

/** Fastify and its plugins say what is wrong by the status. */
function translate(thrown: FastifyError): ApiError {
  switch (thrown.statusCode) {
    case 400:
      return new ApiError(400, 'bad_request', 'The request must be well-formed, and so must its body.')
    case 413:
      return new ApiError(413, 'body_too_large', 'The body must not be longer than 4096 bytes, a file than 2 MB.')
    case 414: // An id that is longer than any.
      return new ApiError(404, 'not_found', 'There is nothing at this path.')
    case 406: // A form is wanted, and this is none.
    case 415:
      return new ApiError(
        415,
        'unsupported_media_type',
        'The body must be application/json, where files are sent multipart/form-data.',
      )
    case 429:
      return new ApiError(
        429,
        'too_many_requests',
        'Too many requests from this address; wait as long as Retry-After says.',
      )
  }
  // Its message may quote data, so only its place is logged.
  const place = thrown.stack?.split('\n').find((line) => /^ +at /.test(line))
  return new ApiError(500, 'internal_error', 'Something went wrong here.', { note: `${thrown.name} ${place?.trim()}` })
}
