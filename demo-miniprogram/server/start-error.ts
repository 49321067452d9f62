/** Why the server did not start, in a sentence for the terminal. `code` is the system's, such as EADDRINUSE. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message)
  }
}
